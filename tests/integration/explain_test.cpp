// `trainsync explain`: what the file knows of one row, and since when.
#include "tests/integration/fixture.hpp"

#include <SQLiteCpp/Database.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace trainsync::integration {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class ExplainVerb : public IntegrationTest {
protected:
  void SetUp() override {
    serve(small);
    installation.configure(server->base_url(), at_once);
    ASSERT_NO_FATAL_FAILURE(sync_whole());
  }

  std::string expect_page(int exit_code, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "explain");
    const Outcome outcome = installation.run(arguments);
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.out << outcome.err;
    std::istringstream lines(outcome.out);
    for (std::string line; std::getline(lines, line);)
      EXPECT_LE(line.size(), 90u) << line; // in bytes; names have a few letters of two
    EXPECT_THAT(outcome.out, Not(HasSubstr("\033")));
    return outcome.out + outcome.err;
  }
  nlohmann::json json(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"explain", "--json"});
    return nlohmann::json::parse(installation.run(arguments).out);
  }
  void execute(const std::string& sql) {
    SQLite::Database(installation.database().string(), SQLite::OPEN_READWRITE).exec(sql);
  }
  std::string number_of(const std::string& source_id) {
    return database_value("SELECT id FROM enrolments WHERE source_id = '" + source_id + "'");
  }
  std::string an_exec_row() {
    return server->with([](simulator::Apis& apis) {
      return std::string(apis.company.exec_assignments.begin()->first);
    });
  }
};

TEST_F(ExplainVerb, shows_what_the_platform_said_and_every_change_since) {
  const std::string id = an_exec_row();
  change([&](simulator::Company& company) {
    company.set_exec_status(
        id, company.exec_assignments.at(id).status == "completed" ? "not_started" : "completed");
  });
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  const std::string page = expect_page(0, {id});
  const std::string last_run =
      database_value("SELECT max(run_id) FROM changes WHERE entity = 'enrolment'");
  EXPECT_THAT(page, AllOf(HasSubstr("enrolment " + number_of(id) + " of the file, exec " + id),
                          HasSubstr("\"id\": \"" + id + "\""), HasSubstr("full: inserted"),
                          HasSubstr("run " + last_run + ", full: status: "),
                          HasSubstr("Which status held when"), HasSubstr("its list is fresh")));
  EXPECT_EQ(expect_page(0, {number_of(id)}), page);
}

TEST_F(ExplainVerb, is_json_too) {
  const std::string id = an_exec_row();
  const auto all = json({id});
  EXPECT_EQ(all["version"], 1);
  EXPECT_EQ(all["kind"], "enrolment");
  EXPECT_EQ(all["row"]["source_id"], id);
  EXPECT_EQ(all["payload"]["payload"]["id"], id);
  EXPECT_EQ(all["changes"][0]["kind"], "inserted");
  EXPECT_EQ(all["status_periods"].size(), 1u);
}

TEST_F(ExplainVerb, shows_the_platform_s_own_history) {
  const std::string id = database_value("SELECT e.source_id FROM enrolments AS e JOIN "
                                        "enrolment_history AS h ON h.enrolment_id = e.id LIMIT 1");
  EXPECT_THAT(expect_page(0, {id}), HasSubstr("The platform's own history"));
  EXPECT_EQ(std::to_string(json({id})["history"].size()),
            database_value("SELECT count(*) FROM enrolment_history AS h JOIN enrolments AS e ON "
                           "e.id = h.enrolment_id WHERE e.source_id = '" +
                           id + "'"));
}

TEST_F(ExplainVerb, lists_what_a_person_has_on_both_platforms) {
  const std::string key =
      database_value("SELECT person_key FROM person_progress WHERE on_learn > 0 AND on_exec > 0 "
                     "LIMIT 1");
  std::string shouted = key;
  for (char& c : shouted)
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_THAT(expect_page(0, {shouted}),
              AllOf(HasSubstr(": learn "), HasSubstr(": exec "), HasSubstr("explain NUMBER")));
  EXPECT_EQ(std::to_string(json({key})["enrolments"].size()),
            database_value("SELECT enrolments FROM (SELECT count(*) AS enrolments FROM "
                           "enrolment_overview WHERE person_key = '" +
                           key + "')"));
}

TEST_F(ExplainVerb, shows_people_items_and_assignments) {
  for (const auto& [kind, table] : {std::pair{"person", "people"}, std::pair{"item", "items"},
                                    std::pair{"assignment", "assignments"}}) {
    const std::string source_id =
        database_value(std::string("SELECT source_id FROM ") + table + " LIMIT 1");
    EXPECT_THAT(expect_page(0, {source_id}),
                AllOf(HasSubstr(std::string(kind) + " "), HasSubstr("Changes, as syncs saw them")));
    EXPECT_EQ(json({"--kind", kind, source_id})["kind"], kind);
  }
  const std::string item = expect_page(0, {"--kind", "item", "1"});
  EXPECT_THAT(item, HasSubstr("item 1 of the file"));
  EXPECT_THAT(item, testing::Not(HasSubstr("blank")));
}

TEST_F(ExplainVerb, says_which_commands_tell_apart_what_has_the_same_id) {
  execute("UPDATE items SET source_id = 'same' WHERE id = 1; "
          "UPDATE people SET source_id = 'same' WHERE id = 1");
  const std::string said = expect_page(1, {"same"});
  EXPECT_THAT(said, AllOf(HasSubstr("several things"), HasSubstr("explain --kind item --source"),
                          HasSubstr("explain --kind person --source")));
  expect_page(0, {"--kind", "item", "same"});
}

TEST_F(ExplainVerb, says_that_an_id_is_not_known) {
  EXPECT_THAT(expect_page(1, {"nothing-of-this-name"}),
              AllOf(HasSubstr("nothing in the file has the id"), HasSubstr("next sync")));
  EXPECT_THAT(expect_page(1, {"99999999"}), HasSubstr("nothing in the file"));
  EXPECT_THAT(expect_page(1, {"nobody@nowhere.example"}), HasSubstr("nothing in the file"));
}

TEST_F(ExplainVerb, tells_of_a_record_that_could_not_be_read) {
  server->with([](simulator::Apis& apis) {
    apis.exec.faults.next(simulator::malformed_record(0, "due_date", "soon"));
  });
  installation.run();
  const std::string known =
      database_value("SELECT source_id FROM rejected_records WHERE source_id IS NOT NULL");
  EXPECT_THAT(expect_page(0, {known}), AllOf(HasSubstr("could not be read"), HasSubstr("due_date"),
                                             HasSubstr("what an earlier reading brought")));
  execute("UPDATE rejected_records SET source_id = 'never-read'");
  EXPECT_THAT(expect_page(1, {"never-read"}),
              AllOf(HasSubstr("could not be read"), HasSubstr("rejected_records")));
}

TEST_F(ExplainVerb, tells_whether_a_row_is_missing_held_or_deleted) {
  std::string id;
  change([&](simulator::Company& company) {
    while (company.exec_assignments.size() > 10)
      company.delete_exec(id = std::string(company.exec_assignments.begin()->first));
  });
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  EXPECT_THAT(expect_page(0, {id}), HasSubstr("missing: whole readings have not shown it since"));
  installation.run();
  EXPECT_THAT(expect_page(0, {id}),
              AllOf(HasSubstr("its deletion is held since"), Not(HasSubstr("decides"))));
  installation.run({"approve-deletes"});
  EXPECT_THAT(expect_page(0, {id}), AllOf(HasSubstr("deleted: a person approved it"),
                                          HasSubstr("(approve-deletes): deleted")));
}

TEST_F(ExplainVerb, lets_no_platform_steer_the_terminal) {
  execute("UPDATE items SET title = 'x' || char(27) || ']0;y' || char(7) WHERE id = 1; "
          "UPDATE enrolment_payloads SET payload = '{\"a\":\"' || char(155) || '31m\"}'");
  EXPECT_THAT(expect_page(0, {"--kind", "item", "1"}), HasSubstr("x\\u{1b}]0;y\\u{7}"));
  EXPECT_THAT(expect_page(0, {"1"}), AllOf(HasSubstr("\\u{9b}31m"), Not(HasSubstr("\xc2\x9b"))));
}

TEST_F(ExplainVerb, needs_no_secret) {
  std::filesystem::remove(installation.exec_key_file());
  expect_page(0, {"1"});
}

TEST_F(ExplainVerb, without_an_id_says_how) {
  EXPECT_THAT(expect_page(2, {}), HasSubstr("required"));
}

} // namespace
} // namespace trainsync::integration
