// `trainsync status`, as people and monitors use it.
#include "tests/integration/fixture.hpp"

#include <SQLiteCpp/Database.h>
#include <nlohmann/json.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <sstream>

namespace trainsync::integration {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class StatusVerb : public IntegrationTest {
protected:
  void SetUp() override {
    serve(small);
    installation.configure(server->base_url(), at_once);
  }

  void execute(const std::string& sql) {
    SQLite::Database(installation.database().string(), SQLite::OPEN_READWRITE).exec(sql);
  }

  // The page, which must come with this exit code and in 80 columns without any control; lines that
  // were broken are joined again.
  std::string expect_page(int exit_code, const Command& command) {
    const Outcome outcome = installation.run(command);
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out, Not(HasSubstr("\033")));
    std::istringstream lines(outcome.out);
    std::string page;
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), 80u) << line;
      const bool goes_on = line.starts_with("            ");
      page += goes_on ? " " + line.substr(12) : "\n" + line;
    }
    return page + outcome.err;
  }
  std::string expect_page(int exit_code) {
    return expect_page(exit_code, installation.command({"status"}));
  }
  nlohmann::json json() {
    return nlohmann::json::parse(installation.run({"status", "--json"}).out);
  }

  // As a user of the file's group who owns nothing here and may not read the secrets.
  std::optional<Command> as_group_member(const std::vector<std::string>& arguments) {
    constexpr const char* nobody = "65534";
    Command command = installation.command(arguments);
    std::vector<std::string> change{"/usr/bin/setpriv", "--reuid", nobody, "--regid", nobody,
                                    "--clear-groups",   "--"};
    const Outcome tried = trainsync::integration::run(
        {{change[0], change[1], change[2], change[3], change[4], change[5], change[6],
          command.arguments.front(), "--version"}});
    if (geteuid() != 0 || tried.exit_code != 0)
      return std::nullopt;
    for (const auto& [path, mode] : std::initializer_list<std::pair<fs::path, mode_t>>{
             {installation.folder(), 0750},
             {installation.database().parent_path(), 0750},
             {installation.config(), 0640}}) {
      EXPECT_EQ(chown(path.c_str(), 0, 65534), 0);
      EXPECT_EQ(chmod(path.c_str(), mode), 0);
    }
    for (const char* suffix : {"", "-wal", "-shm"})
      EXPECT_EQ(chown((installation.database().string() + suffix).c_str(), 0, 65534), 0);
    command.arguments.insert(command.arguments.begin(), change.begin(), change.end());
    return command;
  }
};

TEST_F(StatusVerb, is_fresh_after_a_sync) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  EXPECT_THAT(expect_page(0), AllOf(HasSubstr("Everything is fresh"), HasSubstr("learn: fresh"),
                                    HasSubstr("330 enrolments"), HasSubstr("130 enrolments")));
  const auto status = json();
  EXPECT_EQ(status["version"], 1);
  EXPECT_EQ(status["fresh"], true);
  for (const auto& source : status["sources"]) {
    const std::string name = source["source"];
    EXPECT_EQ(
        std::to_string(source["rows"].get<int>()),
        database_value("SELECT count(*) FROM enrolment_overview WHERE source = '" + name + "'"));
    EXPECT_EQ(
        std::to_string(source["budget"]["used_in_24_hours"].get<int>()),
        database_value("SELECT sum(requests) FROM request_budgets WHERE source = '" + name + "'"));
  }
}

TEST_F(StatusVerb, before_the_first_sync_says_so) {
  EXPECT_THAT(expect_page(5), HasSubstr("does not exist yet: run trainsync sync first"));
}

TEST_F(StatusVerb, of_a_source_that_was_not_read_yet_is_not_fresh) {
  ASSERT_NO_FATAL_FAILURE(sync_whole({"sync", "--source", "learn"}));
  EXPECT_THAT(expect_page(1), AllOf(HasSubstr("learn: fresh"), HasSubstr("exec: never")));
}

TEST_F(StatusVerb, is_stale_when_nothing_was_read_for_too_long) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  execute("UPDATE sync_streams SET fresh_until = '2026-01-01T00:00:00.000Z', "
          "last_whole_at = '2026-01-01T00:00:00.000Z' WHERE source = 'exec'");
  EXPECT_THAT(expect_page(1), AllOf(HasSubstr("Not everything is fresh"), HasSubstr("exec: stale"),
                                    HasSubstr("as of     2026-01-01 00:00:00"),
                                    HasSubstr("run trainsync sync"), HasSubstr("learn: fresh")));
}

TEST_F(StatusVerb, is_failing_with_what_the_platform_said) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  server->with([](simulator::Apis& apis) { apis.exec.quirks.workspace_inactive = true; });
  installation.run();
  EXPECT_THAT(expect_page(1), AllOf(HasSubstr("exec: failing"), HasSubstr("ask for that right")));
  EXPECT_EQ(json()["sources"][0]["streams_by_state"].contains("failing") ||
                json()["sources"][1]["streams_by_state"].contains("failing"),
            true);
}

TEST_F(StatusVerb, is_held_when_many_rows_are_gone) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  change([](simulator::Company& company) {
    while (company.exec_assignments.size() > 10)
      company.delete_exec(std::string(company.exec_assignments.begin()->first));
  });
  installation.run();
  installation.run();
  EXPECT_THAT(expect_page(1), AllOf(HasSubstr("exec: held"), HasSubstr("120 deletions wait"),
                                    HasSubstr("approve-deletes exec")));
  EXPECT_EQ(installation.run({"approve-deletes"}).exit_code, 0);
  EXPECT_THAT(expect_page(0), HasSubstr("10 enrolments"));
}

TEST_F(StatusVerb, tells_of_records_that_could_not_be_read) {
  server->with([](simulator::Apis& apis) {
    apis.exec.faults.next(simulator::malformed_record(0, "due_date", "soon"));
  });
  installation.run();
  EXPECT_THAT(expect_page(1), AllOf(HasSubstr("exec: failing"),
                                    HasSubstr("1 record could not be read: the file may lack it")));
}

TEST_F(StatusVerb, says_until_when_the_budget_is_used_up) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  execute("UPDATE request_budgets SET requests = 100000000 WHERE source = 'exec'");
  EXPECT_THAT(expect_page(0), HasSubstr("none is allowed before"));
}

TEST_F(StatusVerb, needs_no_secret) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  fs::remove(installation.learn_secret_file());
  fs::remove(installation.exec_key_file());
  expect_page(0);
}

TEST_F(StatusVerb, says_that_no_sync_reads_what_the_config_has_from_elsewhere) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  installation.configure(server->base_url(), server->base_url() + "/other", at_once);
  EXPECT_EQ(installation.run().exit_code, 2);
  EXPECT_THAT(expect_page(1), AllOf(HasSubstr("exec: failing"), HasSubstr("learn: fresh"),
                                    HasSubstr("the file holds source \"exec\" from")));
  EXPECT_EQ(json()["fresh"], false);
}

TEST_F(StatusVerb, works_for_another_user_of_the_group) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  const auto command = as_group_member({"status"});
  if (!command)
    GTEST_SKIP() << "becoming another user, who may run the program, takes root";
  EXPECT_THAT(expect_page(0, *command), HasSubstr("Everything is fresh"));
}

TEST_F(StatusVerb, tells_a_user_who_may_not_read_the_file_how_to) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  const auto command = as_group_member({"status"});
  if (!command)
    GTEST_SKIP() << "becoming another user, who may run the program, takes root";
  for (const fs::path& closed : {installation.database(), installation.database().parent_path()}) {
    ASSERT_EQ(chown(closed.c_str(), 0, 0), 0);
    EXPECT_THAT(expect_page(5, *command),
                AllOf(HasSubstr("cannot be read by this user"), HasSubstr("Join the group")));
  }
}

TEST_F(StatusVerb, works_while_the_daemon_runs) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  Child daemon(installation.command({"run"}));
  const std::string keeper = "process " + std::to_string(daemon.pid()) + " keeps it";
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  std::string page = expect_page(0);
  while (page.find(keeper) == std::string::npos && std::chrono::steady_clock::now() < end) {
    usleep(10'000);
    page = expect_page(0);
  }
  EXPECT_THAT(page, HasSubstr(keeper));
  kill(daemon.pid(), SIGTERM);
  EXPECT_EQ(installation.wait(daemon, std::chrono::seconds(30)).exit_code, 0);
  EXPECT_THAT(expect_page(0), HasSubstr("no trainsync is seen to be running"));
}

TEST_F(StatusVerb, lets_no_platform_steer_the_terminal) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  execute("UPDATE sync_streams SET last_outcome = 'failed', last_error = 'x' || char(27) || '[2J' "
          "|| char(155) WHERE source = 'exec'");
  EXPECT_THAT(expect_page(1), HasSubstr("x\\u{1b}[2J\\u{9b}"));
  EXPECT_THAT(installation.run({"status", "--json"}).out, Not(HasSubstr("\033")));
}

TEST_F(StatusVerb, refuses_a_file_that_is_not_ours) {
  write(installation.database(), "Dear diary,\n" + std::string(5000, 'x'));
  EXPECT_THAT(expect_page(5), HasSubstr("is no SQLite file"));
}

} // namespace
} // namespace trainsync::integration
