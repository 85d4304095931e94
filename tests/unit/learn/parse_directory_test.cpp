#include "daemon/learn/parse.hpp"

#include "tests/unit/stamps.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace trainsync::learn {
namespace {

using test::at;
using Json = nlohmann::ordered_json;

model::Page parsed(Listing listing, const char* row) {
  return parse_directory(listing, "[" + std::string(row) + "]").value();
}

model::AssignmentDetails assignment(const char* row) {
  return parsed(Listing::assignments, row).batch.assignments.at(0).details.value();
}

model::PersonDetails person(const char* row) {
  return parsed(Listing::users, row).batch.people.at(0).details.value();
}

model::ItemDetails item(const char* row) {
  return parsed(Listing::contents, row).batch.items.at(0).details.value();
}

std::string reason(Listing listing, const char* row) {
  const model::Page page = parsed(listing, row);
  return page.batch.rejected.empty() ? "not rejected" : page.batch.rejected[0].reason;
}

TEST(ParseAssignments, reads_every_documented_field) {
  const model::AssignmentDetails read = assignment(R"({
      "id": "a1", "audienceId": "g1", "primaryContentId": "c1",
      "alternativeContentIds": ["c2"], "hideAlternativeContent": true, "completionPeriod": 30,
      "recurrence": 365, "isActive": true, "isDeleted": false, "createdAt": "2025-01-01T10:00:00Z",
      "deletedAt": null, "updatedAt": "2025-02-01T10:00:00Z"})");
  EXPECT_EQ(read, (model::AssignmentDetails{
                      "assignment", std::nullopt, "g1", "c1", 30, 365, true,
                      at("2025-01-01T10:00:00Z"), at("2025-02-01T10:00:00Z"), std::nullopt,
                      R"({"alternativeContentIds":["c2"],"hideAlternativeContent":true})"}));
}

TEST(ParseAssignments, reads_one_with_an_id_alone) {
  model::AssignmentDetails expected;
  expected.kind = "assignment";
  EXPECT_EQ(assignment(R"({"id": "a1"})"), expected);
}

TEST(ParseAssignments, gives_a_deleted_one_a_date_even_where_the_server_does_not) {
  EXPECT_EQ(assignment(R"({"id":"a","isDeleted":true,"deletedAt":"2025-03-01"})").deleted_at,
            at("2025-03-01"));
  EXPECT_EQ(assignment(R"({"id":"a","isDeleted":true,"updatedAt":"2025-02-01",
                           "createdAt":"2025-01-01"})")
                .deleted_at,
            at("2025-02-01"));
  EXPECT_EQ(assignment(R"({"id":"a","isDeleted":true,"createdAt":"2025-01-01"})").deleted_at,
            at("2025-01-01"));
  EXPECT_TRUE(assignment(R"({"id":"a","isDeleted":true})").deleted_at);
}

TEST(ParseAssignments, rejects_values_of_another_type) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"audienceId":"g"})", "id: expected text, got nothing"},
      {R"({"id":"a","title":1})", "title: expected text, got number 1"},
      {R"({"id":"a","audienceId":1})", "audienceId: expected text, got number 1"},
      {R"({"id":"a","primaryContentId":1})", "primaryContentId: expected text, got number 1"},
      {R"({"id":"a","completionPeriod":"30"})",
       R"(completionPeriod: expected a number, got string "30")"},
      {R"({"id":"a","recurrence":1.5})", "recurrence: expected a whole number, got number 1.5"},
      {R"({"id":"a","isActive":1})", "isActive: expected true or false, got number 1"},
      {R"({"id":"a","isDeleted":"no"})", R"(isDeleted: expected true or false, got string "no")"},
      {R"({"id":"a","createdAt":"?"})",
       R"(createdAt: expected an ISO 8601 date and time, got string "?")"}};
  for (const auto& [row, why] : cases) {
    EXPECT_EQ(reason(Listing::assignments, row), why);
    EXPECT_TRUE(parsed(Listing::assignments, row).batch.assignments.empty()) << row;
  }
}

TEST(ParseUsers, reads_every_field_that_has_a_column_and_keeps_the_others) {
  const model::PersonDetails read = person(R"({
      "id": "u1", "ref": "HR-7", "firstName": "Jane", "lastName": "Smith",
      "email": "Jane@example.com", "role": "learner", "status": "active", "isActive": true,
      "languageCode": "en", "startDate": null})");
  EXPECT_EQ(read,
            (model::PersonDetails{"Jane@example.com", "Jane", "Smith", "HR-7", "learner", true,
                                  std::nullopt, R"({"status":"active","languageCode":"en"})",
                                  std::nullopt}));
}

TEST(ParseUsers, reads_one_of_whom_all_but_the_id_is_null) {
  EXPECT_EQ(person(R"({"id":"u1","email":null,"firstName":null,"lastName":null,"ref":null,
                       "role":null,"isActive":null,"positions":null,"deleted":null})"),
            model::PersonDetails());
}

TEST(ParseUsers, takes_a_deleted_one_for_inactive) {
  EXPECT_EQ(person(R"({"id":"u1","isActive":true,"deleted":true})").is_active, false);
  EXPECT_EQ(person(R"({"id":"u1","isActive":true,"deleted":false})").is_active, true);
}

TEST(ParseUsers, finds_the_department_in_the_field_of_that_name) {
  const auto department = [](const char* row, const char* field = "department") {
    return parse_directory(Listing::users, "[" + std::string(row) + "]", field)
        .value()
        .batch.people.at(0)
        .details->department;
  };
  EXPECT_EQ(department(R"({"id":"u","additionalFields":{"Department":"Sales"}})"), "Sales");
  EXPECT_EQ(department(R"({"id":"u","additionalFields":{"Cost centre":17}})", "cost Centre"), "17");
  EXPECT_EQ(department(R"({"id":"u","department":"Sales"})"), "Sales");
  EXPECT_EQ(department(R"({"id":"u","positions":[{"department":{"id":"d","name":"Sales"}}]})"),
            "Sales");
  EXPECT_EQ(department(R"({"id":"u","additionalFields":{"department":""},"department":"HR"})"),
            "HR");
  for (const char* none :
       {R"({"id":"u"})", R"({"id":"u","additionalFields":null,"positions":null})",
        R"({"id":"u","additionalFields":[1],"positions":[]})",
        R"({"id":"u","additionalFields":{"department":null}})",
        R"({"id":"u","additionalFields":{"department":["a"]},"positions":[1]})",
        R"({"id":"u","additionalFields":{"department":"a\u0000b"}})"})
    EXPECT_EQ(department(none), std::nullopt) << none;
}

TEST(ParseUsers, finds_the_manager_in_the_field_or_in_the_first_position_that_names_one) {
  EXPECT_EQ(person(R"({"id":"u","managerId":"m"})").manager_source_id, "m");
  EXPECT_EQ(person(R"({"id":"u","positions":[1,{"title":"x"},{"managerId":"m"},
                       {"managerId":"n"}]})")
                .manager_source_id,
            "m");
  EXPECT_FALSE(person(R"({"id":"u","positions":[]})").manager_source_id);
}

TEST(ParseUsers, keeps_a_role_that_is_no_text_as_json) {
  EXPECT_EQ(person(R"({"id":"u","role":["admin","learner"]})").role, R"(["admin","learner"])");
}

TEST(ParseUsers, rejects_values_of_another_type) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"id":7})", "id: expected text, got number 7"},
      {R"({"id":"u","email":[]})", "email: expected text, got array"},
      {R"({"id":"u","firstName":1})", "firstName: expected text, got number 1"},
      {R"({"id":"u","lastName":1})", "lastName: expected text, got number 1"},
      {R"({"id":"u","ref":1})", "ref: expected text, got number 1"},
      {R"({"id":"u","isActive":"yes"})", R"(isActive: expected true or false, got string "yes")"},
      {R"({"id":"u","deleted":0})", "deleted: expected true or false, got number 0"},
      {R"({"id":"u","positions":{}})", "positions: expected a list, got object"}};
  for (const auto& [row, why] : cases) {
    EXPECT_EQ(reason(Listing::users, row), why);
    EXPECT_TRUE(parsed(Listing::users, row).batch.people.empty()) << row;
  }
}

TEST(ParseContents, reads_title_and_kind) {
  EXPECT_EQ(item(R"({"id":"c1","type":"article","title":"Safety","slug":"safety","tags":["x"]})"),
            (model::ItemDetails{"article", "Safety", "safety", R"({"tags":["x"]})"}));
}

TEST(ParseContents, calls_one_without_a_kind_a_content) {
  EXPECT_EQ(item(R"({"id":"c1"})"), (model::ItemDetails{"content", {}, {}, {}}));
}

TEST(ParseContents, rejects_values_of_another_type) {
  EXPECT_EQ(reason(Listing::contents, R"({"id":"c","title":1})"),
            "title: expected text, got number 1");
  EXPECT_EQ(reason(Listing::contents, R"({"id":"c","type":{}})"),
            "type: expected text, got object");
  EXPECT_EQ(reason(Listing::contents, R"({"title":"x"})"), "id: expected text, got nothing");
}

TEST(ParseDirectory, takes_a_bare_list_and_one_in_an_envelope) {
  for (const Listing listing : {Listing::assignments, Listing::users, Listing::contents}) {
    EXPECT_EQ(parse_directory(listing, R"([{"id":"a"},{"id":"b"}])").value().rows, 2);
    EXPECT_EQ(parse_directory(listing, R"({"results":[{"id":"a"}],"total":9})").value().ids,
              std::vector<std::string>{"a"});
    EXPECT_FALSE(parse_directory(listing, R"({"items":[]})"));
    EXPECT_FALSE(parse_directory(listing, "oops"));
  }
}

TEST(ParseDirectory, keeps_a_rejected_rows_id_and_payload) {
  const model::Page page = parsed(Listing::users, R"({"id":"u1","email":1})");
  ASSERT_EQ(page.batch.rejected.size(), 1u);
  EXPECT_EQ(page.batch.rejected[0].source_id, "u1");
  EXPECT_EQ(page.batch.rejected[0].payload, R"({"id":"u1","email":1})");
  EXPECT_EQ(page.ids, std::vector<std::string>{"u1"});
}

} // namespace
} // namespace trainsync::learn
