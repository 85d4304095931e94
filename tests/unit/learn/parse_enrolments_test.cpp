#include "daemon/learn/parse.hpp"

#include "tests/unit/stamps.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace trainsync::learn {
namespace {

using test::at;
using Json = nlohmann::ordered_json;

// The examples that Learn's page of this listing gives for each field.
const Json documented = Json::parse(R"({
  "id": "63f8c80136c4d82bba43efa0",
  "userId": "63feb359efcdc6f51a621bcd",
  "assignmentId": "63feb35e1124643b940eeeca",
  "audienceId": "63feb36222c0c0685b9d1eb7",
  "primaryContentId": "63feb366c1fcc8d6a4a8abc7",
  "status": "complete",
  "availableDate": "2023-08-23T09:09:16.076Z",
  "dueDate": "2023-09-23T09:09:16.076Z",
  "lastCompletedAt": "2023-08-24T09:09:16.076Z",
  "history": [
    {
      "type": "completion-on-system",
      "completionId": "63f8c80136c4d82bba43efa0",
      "previousStatus": "open",
      "nextStatus": "complete",
      "createdAt": "2023-08-24T09:09:16.076Z",
      "updatedAt": "2023-08-24T09:09:17.076Z"
    }
  ],
  "updatedAt": "2023-08-24T09:09:18.076Z"
})");

model::Page parsed(const Json& row) {
  return parse_enrolments(Json::array({row}).dump(), "asked-for").value();
}

Json with(const char* field, Json value) {
  Json row = documented;
  row[field] = std::move(value);
  return row;
}

Json without(const char* field) {
  Json row = documented;
  row.erase(field);
  return row;
}

TEST(ParseEnrolments, reads_the_documented_example) {
  const model::Page page = parsed(documented);
  ASSERT_EQ(page.batch.enrolments.size(), 1u);
  const model::Enrolment& read = page.batch.enrolments.front();
  EXPECT_EQ(read.source_id, "63f8c80136c4d82bba43efa0");
  EXPECT_EQ(read.person, "63feb359efcdc6f51a621bcd");
  EXPECT_EQ(read.assignment, "63feb35e1124643b940eeeca");
  EXPECT_EQ(read.audience_id, "63feb36222c0c0685b9d1eb7");
  EXPECT_EQ(read.item, "63feb366c1fcc8d6a4a8abc7");
  EXPECT_EQ(read.status, model::Status::completed);
  EXPECT_EQ(read.source_status, "complete");
  EXPECT_EQ(read.available_at, at("2023-08-23T09:09:16.076Z"));
  EXPECT_EQ(read.due_at, at("2023-09-23T09:09:16.076Z"));
  EXPECT_EQ(read.completed_at, at("2023-08-24T09:09:16.076Z"));
  EXPECT_EQ(read.updated_at, at("2023-08-24T09:09:18.076Z"));
  EXPECT_EQ(read.history,
            (std::vector<model::HistoryEntry>{{"completion-on-system", "63f8c80136c4d82bba43efa0",
                                               "open", "complete", at("2023-08-24T09:09:16.076Z"),
                                               at("2023-08-24T09:09:17.076Z")}}));
  EXPECT_EQ(read.payload, documented.dump());
  EXPECT_FALSE(read.score || read.rank || read.rank_required || read.attempts ||
               read.attempts_min || read.attempts_max || read.created_at);
}

TEST(ParseEnrolments, tells_of_the_page_what_a_pass_asks) {
  const model::Page page = parsed(documented);
  EXPECT_EQ(page.rows, 1);
  EXPECT_EQ(page.ids, std::vector<std::string>{"63f8c80136c4d82bba43efa0"});
  EXPECT_EQ(page.newest, at("2023-08-24T09:09:18.076Z"));
  EXPECT_FALSE(page.totals);
}

TEST(ParseEnrolments, reads_a_missing_field_and_null_as_nothing) {
  for (const char* field : {"userId", "audienceId", "primaryContentId", "status", "availableDate",
                            "dueDate", "lastCompletedAt", "history", "updatedAt"})
    for (const Json& row : {without(field), with(field, nullptr)}) {
      const model::Page page = parsed(row);
      ASSERT_EQ(page.batch.enrolments.size(), 1u) << row;
      ASSERT_TRUE(page.batch.rejected.empty()) << row;
    }
  const model::Page bare = parsed({{"id", "e"}});
  const model::Enrolment& read = bare.batch.enrolments.at(0);
  EXPECT_FALSE(read.person || read.item || read.audience_id || read.source_status ||
               read.available_at || read.due_at || read.completed_at || read.updated_at);
  EXPECT_TRUE(read.history.empty());
  EXPECT_EQ(read.status, model::Status::unknown);
  EXPECT_FALSE(bare.newest);
}

TEST(ParseEnrolments, takes_a_row_that_names_no_assignment_for_one_of_the_assignment_asked_for) {
  EXPECT_EQ(parsed(without("assignmentId")).batch.enrolments.at(0).assignment, "asked-for");
  EXPECT_EQ(parsed(with("assignmentId", nullptr)).batch.enrolments.at(0).assignment, "asked-for");
}

TEST(ParseEnrolments, rejects_a_row_with_a_value_of_another_type_and_says_which) {
  const std::tuple<const char*, Json, const char*> cases[] = {
      {"userId", 1, "userId: expected text, got number 1"},
      {"assignmentId", Json::array(), "assignmentId: expected text, got array"},
      {"audienceId", true, "audienceId: expected text, got boolean"},
      {"primaryContentId", Json::object(), "primaryContentId: expected text, got object"},
      {"status", 3, "status: expected text, got number 3"},
      {"availableDate", 1.5, "availableDate: expected text, got number 1.5"},
      {"dueDate", "soon", "dueDate: expected an ISO 8601 date and time, got string \"soon\""},
      {"lastCompletedAt", "2023-02-29",
       "lastCompletedAt: expected an ISO 8601 date and time, got string \"2023-02-29\""},
      {"history", "none", "history: expected a list, got string \"none\""},
      {"history", Json::array({1}), "history[0].expected an object, got number"},
      {"updatedAt", 0, "updatedAt: expected text, got number 0"}};
  for (const auto& [field, value, reason] : cases) {
    const Json row = with(field, value);
    const model::Page page = parsed(row);
    EXPECT_TRUE(page.batch.enrolments.empty()) << row;
    ASSERT_EQ(page.batch.rejected.size(), 1u) << row;
    EXPECT_EQ(page.batch.rejected[0].reason, reason);
    EXPECT_EQ(page.batch.rejected[0].source_id, "63f8c80136c4d82bba43efa0");
    EXPECT_EQ(page.batch.rejected[0].payload, row.dump());
    EXPECT_EQ(page.ids.size(), 1u) << "a rejected row was seen all the same";
  }
}

TEST(ParseEnrolments, rejects_a_row_with_a_history_entry_that_cannot_be_read) {
  for (const char* field :
       {"type", "completionId", "previousStatus", "nextStatus", "createdAt", "updatedAt"}) {
    Json row = documented;
    row["history"][0][field] = Json::array();
    const model::Page page = parsed(row);
    ASSERT_EQ(page.batch.rejected.size(), 1u) << field;
    EXPECT_EQ(page.batch.rejected[0].reason,
              "history[0]." + std::string(field) + ": expected text, got array");
    row["history"][0][field] = nullptr;
    EXPECT_EQ(parsed(row).batch.enrolments.size(), 1u) << field;
  }
}

TEST(ParseEnrolments, rejects_a_row_without_an_id_that_can_be_read) {
  for (const Json& row : {without("id"), with("id", nullptr), with("id", ""), with("id", 5),
                          Json("text"), Json(nullptr), Json::array({1})}) {
    const model::Page page = parsed(row);
    EXPECT_TRUE(page.batch.enrolments.empty()) << row;
    ASSERT_EQ(page.batch.rejected.size(), 1u) << row;
    EXPECT_FALSE(page.batch.rejected[0].source_id) << row;
    EXPECT_EQ(page.batch.rejected[0].payload, row.dump());
    EXPECT_EQ(page.rows, 1);
    EXPECT_TRUE(page.ids.empty());
  }
}

TEST(ParseEnrolments, keeps_the_rows_around_a_rejected_one) {
  const Json rows = Json::array({{{"id", "a"}}, 7, {{"id", "b"}, {"status", 1}}, {{"id", "c"}}});
  const model::Page page = parse_enrolments(rows.dump(), "asked-for").value();
  EXPECT_EQ(page.rows, 4);
  EXPECT_EQ(page.ids, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(page.batch.enrolments.size(), 2u);
  EXPECT_EQ(page.batch.rejected.size(), 2u);
}

TEST(ParseEnrolments, keeps_a_status_that_it_does_not_know) {
  const model::Enrolment read = parsed(with("status", "paused")).batch.enrolments.at(0);
  EXPECT_EQ(read.status, model::Status::unknown);
  EXPECT_EQ(read.source_status, "paused");
}

TEST(ParseEnrolments, keeps_fields_that_it_does_not_know_in_the_payload) {
  const Json row = with("newField", {{"deep", 1}});
  EXPECT_EQ(parsed(row).batch.enrolments.at(0).payload, row.dump());
}

TEST(ParseEnrolments, takes_the_largest_stamp_of_the_page_for_the_newest) {
  const Json rows = Json::array({{{"id", "a"}, {"updatedAt", "2026-01-02"}},
                                 {{"id", "b"}, {"updatedAt", "2026-01-03"}},
                                 {{"id", "c"}, {"updatedAt", "2026-01-01"}},
                                 {{"id", "d"}}});
  EXPECT_EQ(parse_enrolments(rows.dump(), "").value().newest, at("2026-01-03"));
}

TEST(ParseEnrolments, takes_a_list_in_an_envelope_too) {
  const auto page = parse_enrolments(Json{{"results", Json::array({documented})}}.dump(), "");
  EXPECT_EQ(page.value().batch.enrolments.size(), 1u);
  EXPECT_EQ(page->batch.enrolments[0].payload, documented.dump());
}

TEST(ParseEnrolments, never_takes_anything_else_for_an_empty_list) {
  for (const char* body :
       {"", "{}", "null", "1", "\"\"", "<html>", "[{\"id\":\"a\"}", R"({"results":null})",
        R"({"results":{}})", R"({"status":500,"error":"x","message":"y"})", R"({"data":[]})"})
    EXPECT_FALSE(parse_enrolments(body, "")) << body;
  EXPECT_EQ(parse_enrolments("[]", "").value().rows, 0);
}

} // namespace
} // namespace trainsync::learn
