// Reads one JSON object of an answer into a record, field by field, and keeps the first thing that
// is wrong with it.
#pragma once

#include "daemon/model/pass.hpp"

#include <nlohmann/json.hpp>

#include <expected>
#include <initializer_list>
#include <string_view>

namespace trainsync::model {

using Json = nlohmann::ordered_json; // keeps the order of fields, for payloads

// A field that is missing or null reads as an empty optional; one of another type than asked for is
// an error of the record, as is a required field that is missing. Reading goes on after an error
// with empty values.
class RecordReader {
public:
  explicit RecordReader(const Json& record, std::string path = {});

  Text text(const char* field);
  std::string required_text(const char* field); // missing or empty: an error
  std::optional<Stamp> stamp(const char* field);
  std::optional<std::int64_t> integer(const char* field);
  std::optional<double> number(const char* field);
  std::optional<bool> boolean(const char* field);
  Text text_or_json(const char* field); // any type; what is not text as JSON
  const Json* object(const char* field);
  const Json* array(const char* field);
  // The fields but the given ones, as a JSON object; empty where there are none.
  Text rest(std::initializer_list<std::string_view> read) const;

  void fail(const char* field, std::string_view expected);
  void adopt(const RecordReader& nested); // takes over the error of a reader of a part
  const std::string& error() const { return error_; }

private:
  const Json* find(const char* field) const;

  const Json& record_;
  std::string path_; // before a field's name in an error
  std::string error_;
};

// The answer's body as JSON, or why it is none. Invalid UTF-8 is no JSON.
std::expected<Json, std::string> parse_json(std::string_view body);

// The record's id for the list of rejected ones, where it has one that can be read.
Text readable_id(const Json& record);

// Reads each row of a page by `read`, which fills the batch and gives the stamp of the row's last
// update; a row that cannot be read becomes a rejected record. Shared by all listings.
template <class Read>
Page read_rows(const Json& rows, Read read) {
  Page page;
  for (const Json& row : rows) {
    ++page.rows;
    RecordReader reader(row);
    const Text id = readable_id(row);
    if (id)
      page.ids.push_back(*id);
    const std::optional<Stamp> updated_at = read(row, reader, page.batch);
    if (!reader.error().empty())
      page.batch.rejected.push_back({id, reader.error(), row.dump()});
    if (updated_at && (!page.newest || *updated_at > *page.newest))
      page.newest = updated_at;
  }
  return page;
}

} // namespace trainsync::model
