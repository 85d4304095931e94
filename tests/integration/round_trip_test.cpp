// The answers that the APIs' pages give as examples, field by field in the file.
#include "tests/integration/fixture.hpp"

#include "tests/simulator/json.hpp"

namespace trainsync::integration {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

const std::string learn_answer = bytes(TRAINSYNC_TEST_DATA "/learn_enrolments.json");
const std::string exec_answer = bytes(TRAINSYNC_TEST_DATA "/exec_assignments.json");
const std::optional<std::string> none;

class RoundTrip : public IntegrationTest {
protected:
  void SetUp() override {
    simulator::Company company;
    simulator::load_learn_enrolments(company, learn_answer);
    simulator::load_exec_assignments(company, exec_answer);
    serve(std::move(company));
    installation.configure(server->base_url());
    ASSERT_NO_FATAL_FAILURE(sync_whole());
    image = file_image(installation.database());
  }

  Fields row(const std::string& entity, const std::string& name) { return image[{entity, name}]; }

  Image image;
};

TEST_F(RoundTrip, every_field_of_learn_s_example_is_in_the_file) {
  EXPECT_EQ(row("enrolment", "learn/63f8c80136c4d82bba43efa0"),
            (Fields{{"person", "63feb359efcdc6f51a621bcd"},
                    {"assignment", "63feb35e1124643b940eeeca"},
                    {"audience_id", "63feb36222c0c0685b9d1eb7"},
                    {"item", "63feb366c1fcc8d6a4a8abc7"},
                    {"status", "completed"},
                    {"source_status", "complete"},
                    {"available_at", "2023-08-23T09:09:16.076Z"},
                    {"due_at", "2023-09-23T09:09:16.076Z"},
                    {"completed_at", "2023-08-24T09:09:16.076Z"},
                    {"updated_at", "2023-08-24T09:09:16.076Z"},
                    {"created_at", none},
                    {"score", none},
                    {"rank", none},
                    {"rank_required", none},
                    {"attempts", none},
                    {"attempts_min", none},
                    {"attempts_max", none},
                    {"missing_since", none},
                    {"deleted_at", none}}));
}

TEST_F(RoundTrip, the_entry_of_its_history_is_in_the_file) {
  EXPECT_EQ(row("enrolment_history", "learn/63f8c80136c4d82bba43efa0/1"),
            (Fields{{"type", "completion-on-system"},
                    {"completion_id", "63f8c80136c4d82bba43efa0"},
                    {"previous_status", "open"},
                    {"next_status", "complete"},
                    {"created_at", "2023-08-24T09:09:16.076Z"},
                    {"updated_at", "2023-08-24T09:09:16.076Z"}}));
  EXPECT_EQ(database_value("SELECT count(*) FROM enrolment_history"), "1");
}

TEST_F(RoundTrip, every_field_of_exec_s_example_is_in_the_file) {
  EXPECT_EQ(row("enrolment", "exec/a1b2c3d4e5f6"),
            (Fields{{"person", "u1a2b3c4d5e6"},
                    {"item", "s1a2b3c4d5e6"},
                    {"assignment", none},
                    {"status", "completed"},
                    {"source_status", "completed"},
                    {"due_at", "2026-04-15T00:00:00.000Z"},
                    {"score", "88.0"},
                    {"rank", "gold"},
                    {"attempts", "3"},
                    {"attempts_min", "1"},
                    {"attempts_max", none},
                    {"rank_required", "silver"},
                    {"created_at", "2026-03-01T10:00:00.000Z"},
                    {"audience_id", none},
                    {"available_at", none},
                    {"completed_at", none},
                    {"updated_at", none},
                    {"missing_since", none},
                    {"deleted_at", none}}));
}

TEST_F(RoundTrip, its_user_and_scenario_are_in_the_file) {
  EXPECT_EQ(row("person", "exec/u1a2b3c4d5e6"), (Fields{{"email", "[email protected]"},
                                                        {"first_name", "Jane"},
                                                        {"last_name", "Smith"},
                                                        {"ref", none},
                                                        {"role", none},
                                                        {"is_active", none},
                                                        {"manager_source_id", none},
                                                        {"extra", none},
                                                        {"department", none},
                                                        {"manager", none},
                                                        {"person_key", "[email protected]"}}));
  EXPECT_EQ(row("item", "exec/s1a2b3c4d5e6"), (Fields{{"kind", "scenario"},
                                                      {"title", "Procurement Discovery"},
                                                      {"slug", "procurement-discovery"},
                                                      {"extra", none}}));
}

TEST_F(RoundTrip, everybody_and_everything_that_was_named_has_a_row) {
  EXPECT_THAT(query(installation.database(), "SELECT source, source_id FROM people"),
              UnorderedElementsAre("learn|63feb359efcdc6f51a621bcd", "exec|u1a2b3c4d5e6"));
  EXPECT_THAT(query(installation.database(), "SELECT source, source_id FROM items"),
              UnorderedElementsAre("learn|63feb366c1fcc8d6a4a8abc7", "exec|s1a2b3c4d5e6"));
  EXPECT_THAT(query(installation.database(), "SELECT source, source_id FROM assignments"),
              ElementsAre("learn|63feb35e1124643b940eeeca"));
}

TEST_F(RoundTrip, payloads_are_the_records_as_they_came) {
  const auto payload = [&](const std::string& source) {
    return database_value(
        "SELECT payload FROM enrolment_payloads AS p JOIN enrolments AS e ON e.id "
        "= p.enrolment_id WHERE e.source = '" +
        source + "'");
  };
  EXPECT_EQ(payload("learn"), simulator::Json::parse(learn_answer).at(0).dump());
  EXPECT_EQ(payload("exec"), simulator::Json::parse(exec_answer).at("data").at(0).dump());
}

} // namespace
} // namespace trainsync::integration
