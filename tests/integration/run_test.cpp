// The daemon, as systemd would run it.
#include "tests/integration/run_fixture.hpp"

#include <nlohmann/json.hpp>

#include <csignal>
#include <regex>
#include <sstream>

namespace trainsync::integration {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Run : public RunTest {
protected:
  void put_in_config(const std::string& before, const std::string& after) {
    std::string text = bytes(installation.config());
    text.replace(text.find(before), before.size(), after);
    write(installation.config(), text);
  }

  static std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
      lines.push_back(line);
    return lines;
  }

  // As systemd starts it: the journal is what standard error is connected to.
  std::vector<std::string> said_to_the_journal() {
    Command command = installation.command({"run"});
    command.arguments.insert(
        command.arguments.begin(),
        {"/bin/sh", "-c", "JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/2) exec \"$@\"", "sh"});
    const auto lines = lines_of(installation.run(command).err);
    EXPECT_FALSE(lines.empty());
    return lines;
  }
};

TEST_F(Run, is_ready_then_reads_both_sources_and_ends_cleanly) {
  configure();
  Systemd systemd(notify_socket());
  Child daemon = start();
  EXPECT_THAT(systemd.hears("READY=1"), HasSubstr("STATUS=learn: not read yet; exec: not read"));
  systemd.hears("learn: whole at ");
  systemd.hears("exec: whole at ");
  const Outcome outcome = stopped(daemon);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  systemd.hears("STOPPING=1");
  EXPECT_THAT(outcome.err, HasSubstr("learn: whole: "));
  expect_file_is_true();
}

TEST_F(Run, logs_one_json_object_a_line_where_that_is_asked_for) {
  configure();
  write(installation.config(),
        std::regex_replace(bytes(installation.config()), std::regex("\\[log\\]"),
                           "[log]\nformat = \"json\""));
  Systemd systemd(notify_socket());
  Child daemon = start();
  systemd.hears("exec: whole at ");
  std::istringstream lines(stopped(daemon).err);
  int rounds = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto object = nlohmann::json::parse(line, nullptr, false);
    ASSERT_TRUE(object.is_object()) << line;
    rounds += object.at("message").get<std::string>().starts_with("exec: whole: ");
  }
  EXPECT_EQ(rounds, 1);
}

TEST_F(Run, follows_what_changes) {
  configure("margin = \"0s\"\n");
  Systemd systemd(notify_socket());
  Child daemon = start();
  systemd.hears("learn: whole at ");
  change([&](simulator::Company& company) {
    company.complete_enrolment(company.enrolment_ids().front(), now());
  });
  eventually("the change is in the file", [&] {
    return database_value("SELECT count(*) FROM changes WHERE field = 'status' AND "
                          "kind = 'updated'") != "0";
  });
  EXPECT_EQ(stopped(daemon).exit_code, 0);
}

TEST_F(Run, lets_a_source_that_fails_wait_ever_longer_while_the_other_goes_on) {
  configure();
  server->with([](simulator::Apis& apis) {
    apis.exec.faults.next(simulator::answer_with(403, "{}"), simulator::Faults::always);
  });
  Systemd systemd(notify_socket());
  Child daemon = start();
  systemd.hears("exec: not whole: ");
  eventually("Learn is polled again and again",
             [&] { return requests("/rest/v1/assignments?") > 5; });
  const std::int64_t failed = requests("/rest/v1/scenarios/assignments");
  EXPECT_GT(failed, 0);
  EXPECT_LE(failed, 4);
  EXPECT_EQ(stopped(daemon).exit_code, 0);
  EXPECT_EQ(database_value("SELECT state FROM sync_health WHERE source = 'exec'"), "failing");
  expect_source_is_true("learn");
}

TEST_F(Run, polls_at_once_when_it_is_told_to) {
  installation.configure(server->base_url(), {});
  Systemd systemd(notify_socket());
  Child daemon = start();
  systemd.hears("exec: whole at ");
  eventually("Learn was read", [&] {
    return database_value("SELECT count(*) FROM sync_runs WHERE outcome = 'whole'") == "2";
  });
  kill(daemon.pid(), SIGUSR1);
  eventually("both are read again", [&] {
    return database_value("SELECT count(*) FROM sync_runs WHERE outcome = 'whole'") == "4";
  });
  EXPECT_EQ(stopped(daemon).exit_code, 0);
}

TEST_F(Run, does_not_poll_again_at_a_restart_what_is_not_due) {
  installation.configure(server->base_url(), {});
  sync_whole();
  const std::int64_t before = requests("/");
  Systemd systemd(notify_socket());
  Child daemon = start();
  EXPECT_THAT(systemd.hears("READY=1"), HasSubstr("learn: whole at "));
  EXPECT_FALSE(daemon.ends_within(500ms));
  EXPECT_EQ(stopped(daemon).exit_code, 0);
  EXPECT_EQ(requests("/"), before);
}

TEST_F(Run, takes_a_new_configuration_up_as_a_whole) {
  configure();
  Systemd systemd(notify_socket());
  Child daemon = start();
  systemd.hears("exec: whole at ");
  configure("users = false\n", "filters_that_do_not_exist = 1\n");
  kill(daemon.pid(), SIGHUP);
  systemd.hears("RELOADING=1\nMONOTONIC_USEC=");
  EXPECT_THAT(systemd.hears("READY=1"), HasSubstr("the new configuration is not used"));
  configure("users = false\n", "page_size = 7\n");
  kill(daemon.pid(), SIGHUP);
  systemd.hears("RELOADING=1");
  EXPECT_THAT(systemd.hears("READY=1"), Not(HasSubstr("not used")));
  eventually("the new page size is asked for", [&] {
    return database_value("SELECT max(pages) FROM sync_runs WHERE source = 'exec'") == "19";
  });
  const Outcome outcome = stopped(daemon);
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("filters_that_do_not_exist"));
  expect_intact();
}

TEST_F(Run, keeps_the_old_configuration_where_the_file_holds_another_tenant_or_host) {
  configure();
  const std::string good = bytes(installation.config());
  Systemd systemd(notify_socket());
  Child daemon = start();
  systemd.hears("learn: whole at ");
  for (const auto& [before, after] : {std::pair(tenant, std::string("eu-west-2_Different")),
                                      {server->base_url(), "https://elsewhere.example.com"}}) {
    write(installation.config(), good);
    put_in_config(before, after);
    kill(daemon.pid(), SIGHUP);
    EXPECT_THAT(systemd.hears("READY=1"), HasSubstr("the new configuration is not used"));
    const auto asked = requests("/rest/v1/");
    eventually("it goes on", [&] { return requests("/rest/v1/") > asked + 3; });
  }
  const Outcome outcome = stopped(daemon);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("the new configuration is not used: the file holds source "
                                     "\"learn\" from"));
  expect_source_is_true("learn");
}

TEST_F(Run, takes_another_spelling_of_the_files_path_for_the_same_file) {
  configure();
  Systemd systemd(notify_socket());
  Child daemon = start();
  systemd.hears("learn: whole at ");
  put_in_config("/data/training.db", "/data/../data/./training.db");
  kill(daemon.pid(), SIGHUP);
  EXPECT_THAT(systemd.hears("READY=1"), Not(HasSubstr("not used")));
  EXPECT_EQ(stopped(daemon).exit_code, 0);
}

TEST_F(Run, keeps_the_old_file_where_a_new_configuration_names_another) {
  configure();
  Systemd systemd(notify_socket());
  Child daemon = start();
  systemd.hears("READY=1");
  std::string text = bytes(installation.config());
  text.replace(text.find("training.db"), 11, "another1.db");
  write(installation.config(), text);
  kill(daemon.pid(), SIGHUP);
  EXPECT_THAT(systemd.hears("READY=1"), HasSubstr("the new configuration is not used"));
  EXPECT_THAT(stopped(daemon).err, HasSubstr("database.path cannot change while trainsync runs"));
}

TEST_F(Run, ends_soon_though_a_server_does_not_answer) {
  serve(small, {.latency = 30s});
  configure();
  Systemd systemd(notify_socket());
  Child daemon = start();
  systemd.hears("learn: polling");
  EXPECT_EQ(stopped(daemon, SIGINT).exit_code, 0);
  EXPECT_EQ(database_value("SELECT count(*) FROM sync_runs WHERE ended_at IS NULL"), "0");
}

TEST_F(Run, stopped_in_the_middle_goes_on_from_there) {
  serve(small, {.latency = 20ms});
  configure("page_size = 10\n", "page_size = 10\n");
  Systemd systemd(notify_socket());
  {
    Child daemon = start();
    systemd.hears("READY=1");
    eventually("some pages are in the file",
               [&] { return database_value("SELECT count(*) > 40 FROM enrolments") == "1"; });
    EXPECT_EQ(stopped(daemon).exit_code, 0);
  }
  expect_intact();
  Child daemon = start();
  eventually("both are whole", [&] {
    return database_value("SELECT count(DISTINCT source) FROM sync_runs WHERE outcome = "
                          "'whole'") == "2";
  });
  EXPECT_EQ(stopped(daemon).exit_code, 0);
  expect_file_is_true();
}

class FirstLoad : public Run, public testing::WithParamInterface<int> {};

TEST_P(FirstLoad, that_was_ended_is_gone_on_with_at_the_next_start) {
  serve(small, {.latency = 50ms});
  const std::string slowly = "page_size = 10\npoll_interval = \"1h\"\n";
  installation.configure(server->base_url(), {.learn = slowly, .exec = slowly});
  Systemd systemd(notify_socket());
  {
    Child daemon = start();
    systemd.hears("READY=1");
    eventually("some pages are in the file", [&] {
      return database_value("SELECT count(*) > 20 FROM enrolments WHERE source = 'learn'") == "1";
    });
    kill(daemon.pid(), GetParam());
    installation.wait(daemon, 5s);
  }
  EXPECT_THAT(installation.run({"status"}).out, Not(HasSubstr("under way")));
  Child daemon = start();
  EXPECT_THAT(systemd.hears("READY=1"), HasSubstr("learn: not whole: not all of it has been read"));
  eventually("both are whole", [&] {
    return database_value("SELECT count(DISTINCT source) FROM sync_runs WHERE outcome = "
                          "'whole'") == "2";
  });
  EXPECT_EQ(stopped(daemon).exit_code, 0);
  expect_file_is_true();
}

INSTANTIATE_TEST_SUITE_P(, FirstLoad, testing::Values(SIGTERM, SIGKILL), [](const auto& signal) {
  return std::string(signal.param == SIGTERM ? "by_a_stop" : "by_a_kill");
});

TEST_F(Run, feeds_the_watchdog) {
  configure();
  Systemd systemd(notify_socket());
  Child daemon = start({"WATCHDOG_USEC=200000"});
  for (int i = 0; i < 5; ++i)
    systemd.hears("WATCHDOG=1");
  EXPECT_EQ(stopped(daemon).exit_code, 0);
}

TEST_F(Run, is_the_only_writer) {
  configure();
  Systemd systemd(notify_socket());
  Child daemon = start();
  systemd.hears("READY=1");
  for (const char* verb : {"run", "sync"}) {
    const Outcome second = installation.run({verb});
    EXPECT_EQ(second.exit_code, 4) << verb;
    EXPECT_THAT(second.err, HasSubstr(std::to_string(daemon.pid()))) << verb;
  }
  EXPECT_EQ(stopped(daemon).exit_code, 0);
}

TEST_F(Run, writes_metrics_after_each_round) {
  const auto metrics = installation.folder() / "trainsync.prom";
  configure();
  write(installation.config(),
        bytes(installation.config()) + "\n[metrics]\ntextfile = \"" + metrics.string() + "\"\n");
  Systemd systemd(notify_socket());
  Child daemon = start();
  eventually("the figures of both are there", [&] {
    return std::filesystem::exists(metrics) &&
           bytes(metrics).find("rows{source=\"learn\"} 330") != std::string::npos &&
           bytes(metrics).find("rows{source=\"exec\"} 130") != std::string::npos;
  });
  EXPECT_EQ(stopped(daemon).exit_code, 0);
  EXPECT_THAT(bytes(metrics), HasSubstr("streams{source=\"exec\",state=\"fresh\"} 1"));
}

TEST_F(Run, with_a_wrong_configuration_never_begins) {
  configure("full_interval = \"often\"\n");
  EXPECT_EQ(installation.run({"run"}).exit_code, 2);
}

TEST_F(Run, says_why_it_does_not_begin_in_the_form_of_its_log) {
  configure("format_of = 1\n");
  EXPECT_THAT(said_to_the_journal(), testing::Each(StartsWith("<3>")));
  configure();
  write(installation.database(), "Dear diary,\n");
  EXPECT_THAT(said_to_the_journal(), testing::Each(StartsWith("<3>")));
  put_in_config("[log]", "[log]\nformat = \"json\"");
  const auto lines = lines_of(installation.run({"run"}).err);
  ASSERT_EQ(lines.size(), 1u);
  const auto object = nlohmann::json::parse(lines.front(), nullptr, false);
  ASSERT_TRUE(object.is_object()) << lines.front();
  EXPECT_EQ(object.at("level"), "error");
  EXPECT_THAT(object.at("message").get<std::string>(), HasSubstr("is no SQLite file"));
}

} // namespace
} // namespace trainsync::integration
