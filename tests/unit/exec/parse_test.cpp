#include "daemon/exec/parse.hpp"

#include "tests/unit/stamps.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace trainsync::exec {
namespace {

using test::at;
using Json = nlohmann::ordered_json;

// The answer that Exec's page shows.
const Json documented = Json::parse(R"({
  "data": [
    {
      "id": "a1b2c3d4e5f6",
      "user": {
        "id": "u1a2b3c4d5e6",
        "email": "jane.smith@example.com",
        "first_name": "Jane",
        "last_name": "Smith"
      },
      "scenario": {
        "id": "s1a2b3c4d5e6",
        "name": "Procurement Discovery",
        "slug": "procurement-discovery"
      },
      "status": "completed",
      "due_date": "2026-04-15T00:00:00Z",
      "best_score": 88,
      "best_rank": "gold",
      "attempt_count": 3,
      "attempt_min": 1,
      "attempt_max": null,
      "rank_min": "silver",
      "program": null,
      "created_at": "2026-03-01T10:00:00Z"
    }
  ],
  "pagination": {
    "page": 1,
    "page_size": 50,
    "total_count": 1,
    "total_pages": 1
  }
})");

const Json documented_row = documented["data"][0];

model::Page parsed(const Json& row) {
  Json answer = documented;
  answer["data"] = Json::array({row});
  return parse_assignments(answer.dump()).value();
}

Json with(const char* field, Json value) {
  Json row = documented_row;
  row[field] = std::move(value);
  return row;
}

Json without(const char* field) {
  Json row = documented_row;
  row.erase(field);
  return row;
}

TEST(ParseExec, reads_the_documented_example) {
  const model::Page page = parse_assignments(documented.dump()).value();
  ASSERT_EQ(page.batch.enrolments.size(), 1u);
  const model::Enrolment& read = page.batch.enrolments.front();
  EXPECT_EQ(read.source_id, "a1b2c3d4e5f6");
  EXPECT_EQ(read.person, "u1a2b3c4d5e6");
  EXPECT_EQ(read.item, "s1a2b3c4d5e6");
  EXPECT_FALSE(read.assignment);
  EXPECT_EQ(read.status, model::Status::completed);
  EXPECT_EQ(read.source_status, "completed");
  EXPECT_EQ(read.due_at, at("2026-04-15"));
  EXPECT_EQ(read.score, 88);
  EXPECT_EQ(read.rank, "gold");
  EXPECT_EQ(read.rank_required, "silver");
  EXPECT_EQ(read.attempts, 3);
  EXPECT_EQ(read.attempts_min, 1);
  EXPECT_FALSE(read.attempts_max);
  EXPECT_EQ(read.created_at, at("2026-03-01T10:00:00Z"));
  EXPECT_EQ(read.payload, documented_row.dump());
  EXPECT_FALSE(read.available_at || read.completed_at || read.updated_at || read.audience_id);
  EXPECT_TRUE(read.history.empty());
}

TEST(ParseExec, reads_the_people_and_scenarios_that_come_along) {
  const model::Page page = parse_assignments(documented.dump()).value();
  ASSERT_EQ(page.batch.people.size(), 1u);
  EXPECT_EQ(page.batch.people[0].source_id, "u1a2b3c4d5e6");
  model::PersonDetails person;
  person.email = "jane.smith@example.com";
  person.first_name = "Jane";
  person.last_name = "Smith";
  EXPECT_EQ(page.batch.people[0].details, person);
  ASSERT_EQ(page.batch.items.size(), 1u);
  EXPECT_EQ(page.batch.items[0].source_id, "s1a2b3c4d5e6");
  EXPECT_EQ(page.batch.items[0].details,
            (model::ItemDetails{"scenario", "Procurement Discovery", "procurement-discovery", {}}));
  EXPECT_TRUE(page.batch.assignments.empty());
}

TEST(ParseExec, tells_of_the_page_what_a_pass_asks) {
  Json answer = documented;
  answer["pagination"]["total_count"] = 101;
  answer["pagination"]["total_pages"] = 3;
  const model::Page page = parse_assignments(answer.dump()).value();
  EXPECT_EQ(page.rows, 1);
  EXPECT_EQ(page.ids, std::vector<std::string>{"a1b2c3d4e5f6"});
  ASSERT_TRUE(page.totals);
  EXPECT_EQ(page.totals->rows, 101);
  EXPECT_EQ(page.totals->pages, 3);
  EXPECT_FALSE(page.newest);
}

TEST(ParseExec, reads_a_program_where_there_is_one) {
  const model::Page page =
      parsed(with("program", {{"id", "p1"}, {"name", "Onboarding"}, {"color", "red"}}));
  EXPECT_EQ(page.batch.enrolments.at(0).assignment, "p1");
  model::AssignmentDetails program;
  program.kind = "program";
  program.title = "Onboarding";
  program.extra = R"({"color":"red"})";
  EXPECT_EQ(page.batch.assignments.at(0).source_id, "p1");
  EXPECT_EQ(page.batch.assignments.at(0).details, program);
}

TEST(ParseExec, reads_a_missing_field_and_null_as_nothing) {
  for (const char* field :
       {"user", "scenario", "status", "due_date", "best_score", "best_rank", "attempt_count",
        "attempt_min", "attempt_max", "rank_min", "program", "created_at"})
    for (const Json& row : {without(field), with(field, nullptr)}) {
      const model::Page page = parsed(row);
      ASSERT_EQ(page.batch.enrolments.size(), 1u) << row;
      ASSERT_TRUE(page.batch.rejected.empty()) << row;
    }
  const model::Page page = parsed({{"id", "a"}});
  const model::Enrolment& read = page.batch.enrolments.at(0);
  EXPECT_FALSE(read.person || read.item || read.assignment || read.source_status || read.due_at ||
               read.score || read.rank || read.rank_required || read.attempts ||
               read.attempts_min || read.attempts_max || read.created_at);
  EXPECT_TRUE(page.batch.people.empty() && page.batch.items.empty());
}

TEST(ParseExec, reads_a_person_without_an_email) {
  const model::Page page = parsed(with("user", {{"id", "u1"}, {"email", nullptr}}));
  EXPECT_EQ(page.batch.enrolments.at(0).person, "u1");
  EXPECT_EQ(page.batch.people.at(0).details, model::PersonDetails());
}

TEST(ParseExec, rejects_a_row_with_a_value_of_another_type_and_says_which) {
  const std::tuple<const char*, Json, const char*> cases[] = {
      {"user", "u1", "user: expected an object, got string \"u1\""},
      {"user", Json::object(), "user.id: expected text, got nothing"},
      {"user", {{"id", "u"}, {"email", 1}}, "user.email: expected text, got number 1"},
      {"user", {{"id", "u"}, {"first_name", 1}}, "user.first_name: expected text, got number 1"},
      {"user", {{"id", "u"}, {"last_name", 1}}, "user.last_name: expected text, got number 1"},
      {"scenario", 4, "scenario: expected an object, got number 4"},
      {"scenario", {{"id", 1}}, "scenario.id: expected text, got number 1"},
      {"scenario", {{"id", "s"}, {"name", 1}}, "scenario.name: expected text, got number 1"},
      {"scenario", {{"id", "s"}, {"slug", 1}}, "scenario.slug: expected text, got number 1"},
      {"status", 1, "status: expected text, got number 1"},
      {"due_date", "tomorrow",
       "due_date: expected an ISO 8601 date and time, got string \"tomorrow\""},
      {"best_score", "88", "best_score: expected a number, got string \"88\""},
      {"best_rank", 1, "best_rank: expected text, got number 1"},
      {"attempt_count", 1.5, "attempt_count: expected a whole number, got number 1.5"},
      {"attempt_min", true, "attempt_min: expected a number, got boolean"},
      {"attempt_max", "3", "attempt_max: expected a number, got string \"3\""},
      {"rank_min", Json::array(), "rank_min: expected text, got array"},
      {"program", "p", "program: expected an object, got string \"p\""},
      {"program", {{"name", "x"}}, "program.id: expected text, got nothing"},
      {"program", {{"id", "p"}, {"name", 1}}, "program.name: expected text, got number 1"},
      {"created_at", 1, "created_at: expected text, got number 1"}};
  for (const auto& [field, value, reason] : cases) {
    const Json row = with(field, value);
    const model::Page page = parsed(row);
    EXPECT_TRUE(page.batch.enrolments.empty() && page.batch.people.empty() &&
                page.batch.items.empty() && page.batch.assignments.empty())
        << row;
    ASSERT_EQ(page.batch.rejected.size(), 1u) << row;
    EXPECT_EQ(page.batch.rejected[0].reason, reason);
    EXPECT_EQ(page.batch.rejected[0].source_id, "a1b2c3d4e5f6");
    EXPECT_EQ(page.batch.rejected[0].payload, row.dump());
    EXPECT_EQ(page.ids.size(), 1u) << "a rejected row was seen all the same";
  }
}

TEST(ParseExec, rejects_a_row_without_an_id_that_can_be_read) {
  for (const Json& row : {without("id"), with("id", ""), with("id", 5), Json("text"), Json(1)}) {
    const model::Page page = parsed(row);
    ASSERT_EQ(page.batch.rejected.size(), 1u) << row;
    EXPECT_FALSE(page.batch.rejected[0].source_id);
    EXPECT_EQ(page.batch.rejected[0].payload, row.dump());
    EXPECT_EQ(page.rows, 1);
    EXPECT_TRUE(page.ids.empty());
  }
}

TEST(ParseExec, keeps_words_that_it_does_not_know) {
  const model::Enrolment paused = parsed(with("status", "paused")).batch.enrolments.at(0);
  EXPECT_EQ(paused.status, model::Status::unknown);
  EXPECT_EQ(paused.source_status, "paused");
  EXPECT_EQ(parsed(with("best_rank", "Platinum")).batch.enrolments.at(0).rank, "Platinum");
  EXPECT_EQ(parsed(with("best_rank", "Gold")).batch.enrolments.at(0).rank, "gold");
  EXPECT_EQ(parsed(with("rank_min", "SILVER")).batch.enrolments.at(0).rank_required, "silver");
}

TEST(ParseExec, reads_scores_with_and_without_a_fraction) {
  EXPECT_EQ(parsed(with("best_score", 0)).batch.enrolments.at(0).score, 0.0);
  EXPECT_EQ(parsed(with("best_score", 87.5)).batch.enrolments.at(0).score, 87.5);
  EXPECT_EQ(parsed(with("attempt_count", 3.0)).batch.enrolments.at(0).attempts, 3);
}

TEST(ParseExec, keeps_fields_that_it_does_not_know) {
  Json row = with("new_field", {1, 2});
  row["user"]["team"] = "sales";
  row["scenario"]["tags"] = {"x"};
  const model::Page page = parsed(row);
  EXPECT_EQ(page.batch.enrolments.at(0).payload, row.dump());
  EXPECT_EQ(page.batch.people.at(0).details->extra, R"({"team":"sales"})");
  EXPECT_EQ(page.batch.items.at(0).details->extra, R"({"tags":["x"]})");
}

TEST(ParseExec, never_takes_anything_else_for_an_empty_list) {
  for (const char* body :
       {"", "[]", "{}", "null", "<html>", R"({"data":[]})", R"({"pagination":{}})",
        R"({"data":null,"pagination":{"total_count":0,"total_pages":0}})",
        R"({"data":{},"pagination":{"total_count":0,"total_pages":0}})",
        R"({"data":[],"pagination":{"total_count":0}})",
        R"({"data":[],"pagination":{"total_pages":0}})",
        R"({"data":[],"pagination":{"total_count":"0","total_pages":0}})",
        R"({"data":[],"pagination":{"total_count":-1,"total_pages":0}})",
        R"({"data":[],"pagination":{"total_count":0.5,"total_pages":0}})",
        R"({"data":[],"pagination":[]})", R"({"error":{"type":"x","message":"y"}})"})
    EXPECT_FALSE(parse_assignments(body)) << body;
  EXPECT_EQ(
      parse_assignments(R"({"data":[],"pagination":{"total_count":0,"total_pages":0}})")->rows, 0);
}

} // namespace
} // namespace trainsync::exec
