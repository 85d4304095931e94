// A row that two whole readings did not show is asked for before it counts as deleted.
#include "tests/integration/fixture.hpp"

#include <nlohmann/json.hpp>

namespace trainsync::integration {
namespace {

// Lists leave the record out; asked for by itself it is there.
simulator::Fault without(const std::string& id) {
  return [id](simulator::Response answer) {
    auto json = nlohmann::ordered_json::parse(answer.body);
    auto& rows = json.is_array() ? json : json["data"];
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (rows[i]["id"] == id)
        rows.erase(i);
    if (json.is_object())
      json["pagination"]["total_count"] = rows.size();
    answer.body = json.dump();
    return answer;
  };
}

class Confirmation : public IntegrationTest {
protected:
  void SetUp() override {
    serve({.assignments = 1,
           .enrolments_per_assignment = 40,
           .users = 50,
           .contents = 2,
           .exec_users = 20,
           .exec_scenarios = 3,
           .exec_programs = 1,
           .exec_assignments = 40});
    installation.configure(server->base_url());
    sync_whole();
  }

  static void hide(simulator::Faults& faults, const std::string& list, const std::string& id) {
    faults.when(
        [list](const simulator::Request& request, std::size_t) {
          return request.target.starts_with(list) &&
                 request.target.find("user_ids=") == std::string::npos;
        },
        without(id));
  }
  std::string deleted() { return database_value("SELECT count(deleted_at) FROM enrolments"); }
  void three_full_syncs() {
    for (int i = 0; i < 3; ++i)
      ASSERT_NO_FATAL_FAILURE(sync_whole({"sync", "--full"}));
  }
};

TEST_F(Confirmation, keeps_a_row_of_exec_that_its_list_leaves_out) {
  std::string id;
  server->with([&](simulator::Apis& apis) {
    id = apis.company.exec_assignments.begin()->first;
    hide(apis.exec.faults, "/rest/v1/scenarios/assignments?", id);
  });
  ASSERT_NO_FATAL_FAILURE(three_full_syncs());
  EXPECT_EQ(deleted(), "0");
  change([&](simulator::Company& company) { company.delete_exec(id); });
  ASSERT_NO_FATAL_FAILURE(three_full_syncs());
  EXPECT_EQ(deleted(), "1");
}

TEST_F(Confirmation, keeps_a_row_of_learn_that_its_list_leaves_out) {
  std::string id;
  server->with([&](simulator::Apis& apis) {
    const std::string assignment = apis.company.assignments.begin()->first;
    id = apis.company.enrolment_ids().front();
    hide(apis.learn.faults, "/rest/v1/assignments/" + assignment + "/enrolments?", id);
  });
  ASSERT_NO_FATAL_FAILURE(three_full_syncs());
  EXPECT_EQ(deleted(), "0");
  change([&](simulator::Company& company) { company.delete_enrolment(id); });
  ASSERT_NO_FATAL_FAILURE(three_full_syncs());
  EXPECT_EQ(deleted(), "1");
}

TEST_F(Confirmation, that_cannot_be_had_keeps_the_row) {
  installation.configure(server->base_url(), at_once);
  server->with([&](simulator::Apis& apis) {
    const std::string list =
        "/rest/v1/assignments/" + apis.company.assignments.begin()->first + "/enrolments";
    hide(apis.learn.faults, list + "?", apis.company.enrolment_ids().front());
    apis.learn.faults.when(simulator::target_begins_with(list + "/"),
                           simulator::close_before_answer());
  });
  ASSERT_NO_FATAL_FAILURE(three_full_syncs());
  EXPECT_EQ(deleted(), "0");
  EXPECT_EQ(database_value("SELECT count(missing_since) FROM enrolments"), "1");
}

} // namespace
} // namespace trainsync::integration
