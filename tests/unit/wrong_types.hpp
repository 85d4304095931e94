// Every field of a record with a value of every type: it is read or rejected by the field's rule,
// and the records around it are read all the same.
#pragma once

#include "daemon/model/pass.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <expected>
#include <functional>
#include <string>
#include <vector>

namespace trainsync::test {

using Json = nlohmann::ordered_json;

struct FieldRule {
  const char* pointer; // to the field, as JSON pointers are written
  bool (*takes)(const Json& value);
};

// null and a missing field are nothing, for all but an id.
inline bool takes_any(const Json&) {
  return true;
}
inline bool takes_text(const Json& value) {
  return value.is_null() || value.is_string();
}
inline bool takes_id(const Json& value) {
  return value.is_string() && value != "";
}
inline bool takes_stamp(const Json& value) {
  return value.is_null() || value == "" || value == "2026-01-02";
}
inline bool takes_number(const Json& value) {
  return value.is_null() || value.is_number();
}
inline bool takes_integer(const Json& value) {
  return value.is_null() || value.is_number_integer() || value == 2.0;
}
inline bool takes_boolean(const Json& value) {
  return value.is_null() || value.is_boolean();
}
inline bool takes_list(const Json& value) {
  return value.is_null() || value.is_array();
}
inline bool takes_list_of_objects(const Json& value) {
  return value.is_null() ||
         (value.is_array() && std::ranges::all_of(value, [](auto& v) { return v.is_object(); }));
}
inline bool takes_part(const Json& value) { // an object with an id
  return value.is_null() || (value.is_object() && value.contains("id"));
}

inline const std::vector<Json> values_of_every_type = {nullptr,
                                                       true,
                                                       false,
                                                       0,
                                                       -1,
                                                       2.0,
                                                       1.5,
                                                       8'999'999'999'999'999,
                                                       "",
                                                       "x",
                                                       "2026-01-02",
                                                       Json::array(),
                                                       Json::array({1}),
                                                       Json::array({Json::object()}),
                                                       Json::object(),
                                                       {{"id", "y"}},
                                                       {{"a", 1}}};

using ParseRows = std::function<std::expected<model::Page, std::string>(const Json& rows)>;

inline std::size_t records_in(const model::Batch& batch, const std::string& kind) {
  return kind == "people"        ? batch.people.size()
         : kind == "items"       ? batch.items.size()
         : kind == "assignments" ? batch.assignments.size()
                                 : batch.enrolments.size();
}

inline void expect_types(const Json& documented, const std::vector<FieldRule>& rules,
                         const std::string& kind, const ParseRows& parse) {
  for (const auto& [pointer, takes] : rules)
    for (const Json& value : values_of_every_type) {
      SCOPED_TRACE(std::string(pointer) + " = " + value.dump());
      Json before = documented, spoilt = documented, after = documented;
      before["id"] = "before";
      after["id"] = "after";
      spoilt[Json::json_pointer(pointer)] = value;
      const auto page = parse(Json::array({before, spoilt, after}));
      ASSERT_TRUE(page) << page.error();
      EXPECT_EQ(page->rows, 3);
      EXPECT_EQ(records_in(page->batch, kind), takes(value) ? 3u : 2u);
      ASSERT_EQ(page->batch.rejected.size(), takes(value) ? 0u : 1u);
      if (!takes(value)) {
        EXPECT_EQ(page->batch.rejected[0].payload, spoilt.dump());
      }
      EXPECT_EQ(page->ids.front(), "before");
      EXPECT_EQ(page->ids.back(), "after");
    }
}

} // namespace trainsync::test
