// The values that the APIs' pages give as examples come out of the APIs as they went in.
#include "tests/unit/simulator/fixture.hpp"

namespace trainsync::simulator {
namespace {

constexpr std::string_view learn_example = R"([{
  "id": "63f8c80136c4d82bba43efa0",
  "userId": "63feb359efcdc6f51a621bcd",
  "assignmentId": "63feb35e1124643b940eeeca",
  "audienceId": "63feb36222c0c0685b9d1eb7",
  "primaryContentId": "63feb366c1fcc8d6a4a8abc7",
  "status": "open",
  "availableDate": "2023-08-23T09:09:16.076Z",
  "dueDate": "2023-09-23T09:09:16.076Z",
  "lastCompletedAt": "2023-08-24T09:09:16.076Z",
  "history": [{
    "type": "completion-on-system",
    "completionId": "63f8c80136c4d82bba43efa0",
    "previousStatus": "unassigned",
    "nextStatus": "open",
    "createdAt": "2023-08-24T09:09:16.076Z",
    "updatedAt": "2023-08-24T09:09:16.076Z"
  }],
  "updatedAt": "2023-08-24T09:09:16.076Z"
}])";

constexpr std::string_view exec_example = R"({
  "data": [{
    "id": "a1b2c3d4e5f6",
    "user": {
      "id": "u1a2b3c4d5e6",
      "email": "[email protected]",
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
  }],
  "pagination": { "page": 1, "page_size": 50, "total_count": 1, "total_pages": 1 }
})";

std::string minified(std::string_view text) {
  return Json::parse(text).dump();
}

TEST(SeedPages, learn_s_example_is_served_byte_for_byte) {
  Apis apis;
  load_learn_enrolments(apis.company, learn_example);
  auto response =
      apis.learn.handle(learn_get("/assignments/63feb35e1124643b940eeeca/enrolments"), now);
  EXPECT_EQ(response.status, 200u);
  EXPECT_EQ(response.body, minified(learn_example));
  EXPECT_EQ(find_header(response.headers, "content-type"), "application/json; charset=utf-8");
}

TEST(SeedPages, exec_s_example_is_served_byte_for_byte) {
  Apis apis;
  load_exec_assignments(apis.company, exec_example);
  auto response = apis.exec.handle(exec_get(), now);
  EXPECT_EQ(response.status, 200u);
  EXPECT_EQ(response.body, minified(exec_example));
}

TEST(SeedPages, program_is_an_object_where_there_is_one) {
  Apis apis;
  Json page = Json::parse(exec_example);
  page["data"][0]["program"] = Json{{"id", "p1a2b3c4d5e6"}, {"name", "Sales onboarding"}};
  load_exec_assignments(apis.company, page.dump());
  EXPECT_EQ(apis.exec.handle(exec_get(), now).body, page.dump());
}

TEST(SeedPages, parameters_of_learn_s_page_are_all_allowed) {
  Apis apis;
  load_learn_enrolments(apis.company, learn_example);
  auto response = apis.learn.handle(
      learn_get("/assignments/63feb35e1124643b940eeeca/enrolments?updatedAtFrom="
                "2023-01-01T00:00:00Z&updatedAtTo=2025-01-01T00:00:00Z&status=open&page=1&"
                "perPage=100&limit=10"),
      now);
  EXPECT_EQ(response.body, minified(learn_example));
  EXPECT_THAT(apis.learn.violations, testing::IsEmpty());
}

TEST(SeedPages, parameters_of_exec_s_page_are_all_allowed) {
  Apis apis;
  load_exec_assignments(apis.company, exec_example);
  auto response = apis.exec.handle(
      exec_get("?user_ids=x1&user_emails=a@b.example,%5Bemail%20protected%5D&scenario_ids="
               "s1a2b3c4d5e6&status=completed,past_due&page=1&page_size=50"),
      now);
  EXPECT_EQ(response.body, minified(exec_example));
  EXPECT_THAT(apis.exec.violations, testing::IsEmpty());
}

} // namespace
} // namespace trainsync::simulator
