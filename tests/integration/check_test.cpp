// `trainsync check`: each thing that can be wrong is found and told with what to do, and nothing is
// changed by that.
#include "tests/integration/fixture.hpp"

#include <SQLiteCpp/Database.h>
#include <nlohmann/json.hpp>

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <sstream>

namespace trainsync::integration {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class CheckVerb : public IntegrationTest {
protected:
  void SetUp() override {
    serve(small);
    installation.configure(server->base_url());
  }

  // What it said, which must have come with this exit code and in 80 columns; without line breaks.
  std::string expect_findings(int exit_code, const Command& command) {
    const Outcome outcome = installation.run(command);
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.out << outcome.err;
    std::istringstream lines(outcome.out);
    std::string all;
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), 80u) << line;
      const std::size_t text = line.find_first_not_of(' ');
      all += (text >= 19 ? " " : "\n") + line.substr(std::min(text, line.size()));
    }
    return all;
  }
  std::string expect_findings(int exit_code) {
    return expect_findings(exit_code, installation.command({"check"}));
  }

  void put_in_config(const std::string& before, const std::string& after) {
    std::string text = bytes(installation.config());
    text.replace(text.find(before), before.size(), after);
    write(installation.config(), text);
  }
  std::size_t requests() {
    return server->with([](simulator::Apis& apis) {
      return apis.learn.requests.size() + apis.exec.requests.size();
    });
  }
  fs::path folder() const { return installation.database().parent_path(); }
};

TEST_F(CheckVerb, before_the_first_sync_tries_all_and_makes_no_file) {
  EXPECT_THAT(expect_findings(0),
              AllOf(HasSubstr("does not exist yet"), HasSubstr("takes the credentials"),
                    HasSubstr("assignments, users, contents, enrolments of"),
                    HasSubstr("takes the key"), HasSubstr("130 rows on 2 pages"),
                    HasSubstr("3 assignments: 4 requests a round"),
                    HasSubstr("no errors, no warnings")));
  EXPECT_TRUE(fs::is_empty(folder()));
  EXPECT_LE(requests(), 6u);
  server->with([](simulator::Apis& apis) {
    EXPECT_THAT(apis.learn.violations, IsEmpty());
    EXPECT_THAT(apis.exec.violations, IsEmpty());
  });
}

TEST_F(CheckVerb, changes_nothing_in_the_file_but_the_count_of_requests) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  const auto state = [&] {
    auto rows = all_records(installation.database());
    for (const char* table : {"sources", "sync_runs", "sync_streams", "walk_pages", "meta"})
      for (const std::string& row :
           query(installation.database(), std::string("SELECT * FROM ") + table + " ORDER BY 1"))
        rows.push_back(row);
    return rows;
  };
  const auto before = state();
  expect_findings(0);
  EXPECT_TRUE(state() == before);
  EXPECT_EQ(database_value("SELECT sum(requests) FROM request_budgets"),
            std::to_string(requests()));
}

TEST_F(CheckVerb, is_json_too) {
  const auto json = nlohmann::json::parse(installation.run({"check", "--json"}).out);
  EXPECT_EQ(json["version"], 1);
  EXPECT_EQ(json["errors"], 0);
  EXPECT_GT(json["findings"].size(), 5u);
}

TEST_F(CheckVerb, tries_the_key_and_the_secret) {
  write_secret(installation.exec_key_file(), "exec_live_" + std::string(40, 'W'));
  EXPECT_THAT(expect_findings(3), AllOf(HasSubstr("the credentials are refused"),
                                        HasSubstr("check exec.api_key"), HasSubstr("1 error,")));
  write_secret(installation.learn_secret_file(), "not the secret");
  EXPECT_THAT(expect_findings(3),
              AllOf(HasSubstr("check learn.api_secret and tenant_id"), HasSubstr("2 errors,")));
}

TEST_F(CheckVerb, fetches_a_token_where_one_is_needed) {
  installation.configure(server->base_url(),
                         {.learn = "auth = \"oauth2\"\ntoken_url = \"" + server->origin() +
                                   "/oauth2/token/" + tenant + "\"\n"});
  expect_findings(0);
  write_secret(installation.learn_secret_file(), "not the secret");
  EXPECT_THAT(expect_findings(3), HasSubstr("learn"));
}

TEST_F(CheckVerb, names_a_host_that_does_not_answer) {
  installation.configure(server->base_url(), "http://127.0.0.1:1/rest/v1", {});
  EXPECT_THAT(expect_findings(3), HasSubstr("127.0.0.1:1"));
}

TEST_F(CheckVerb, compares_the_clocks_in_both_directions) {
  for (const auto& [skew, words] :
       {std::pair{10min, "behind the platform's"}, std::pair{-10min, "ahead of the platform's"}}) {
    server->with([&](simulator::Apis& apis) { apis.learn.quirks.clock_skew = skew; });
    EXPECT_THAT(expect_findings(0),
                AllOf(HasSubstr(words), HasSubstr("timedatectl"), HasSubstr("1 warning")));
  }
}

TEST_F(CheckVerb, refuses_secrets_that_others_may_read) {
  fs::permissions(installation.exec_key_file(), fs::perms(0644));
  EXPECT_THAT(expect_findings(2),
              AllOf(HasSubstr("chmod 600 " + installation.exec_key_file().string()),
                    HasSubstr("1 error,")));
}

TEST_F(CheckVerb, names_a_secret_that_is_not_there) {
  fs::remove(installation.learn_secret_file());
  EXPECT_THAT(expect_findings(2), AllOf(HasSubstr("learn.api_secret"), HasSubstr("takes the key")));
}

TEST_F(CheckVerb, finds_the_service_s_credentials_beside_the_config) {
  fs::create_directory(installation.folder() / "credentials");
  fs::permissions(installation.folder() / "credentials", fs::perms(0700));
  write_secret(installation.folder() / "credentials" / "exec-api-key", exec_key);
  put_in_config("api_key = { file = \"" + installation.exec_key_file().string() + "\" }",
                "api_key = { credential = \"exec-api-key\" }");
  EXPECT_THAT(expect_findings(0), HasSubstr("takes the key"));
}

// Root may write everywhere, so there the folder is another user's, as the service's is.
TEST_F(CheckVerb, names_a_folder_that_cannot_be_written) {
  if (geteuid() == 0) {
    ASSERT_EQ(chown(folder().c_str(), 65534, 65534), 0);
    ASSERT_EQ(chmod(installation.folder().c_str(), 0755), 0);
    ASSERT_EQ(chmod(installation.config().c_str(), 0644), 0);
  }
  fs::permissions(folder(), fs::perms(0500));
  EXPECT_THAT(expect_findings(5),
              AllOf(HasSubstr(folder().string() + " cannot be written by"), HasSubstr("chown")));
  fs::permissions(folder(), fs::perms(0700));
}

TEST_F(CheckVerb, tries_the_rights_of_the_folder_s_owner_for_root) {
  if (geteuid() != 0)
    GTEST_SKIP() << "becoming another user takes root";
  ASSERT_EQ(chown(folder().c_str(), 65534, 65534), 0);
  EXPECT_THAT(expect_findings(5),
              AllOf(HasSubstr("rights are tried as those of"), HasSubstr("Permission denied"),
                    HasSubstr("chown"), HasSubstr(installation.exec_key_file().string())));
}

TEST_F(CheckVerb, names_a_folder_that_is_not_there) {
  fs::remove(folder());
  EXPECT_THAT(expect_findings(5), AllOf(HasSubstr("does not exist"), HasSubstr("install -d")));
  fs::create_directory(folder());
}

TEST_F(CheckVerb, sees_a_full_disk_coming) {
  if (unshare(CLONE_NEWNS) != 0 ||
      mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      mount("tmpfs", folder().c_str(), "tmpfs", 0, "size=64m,mode=0700") != 0)
    GTEST_SKIP() << "mounting a small disk takes root";
  EXPECT_THAT(expect_findings(0), AllOf(HasSubstr("67 MB are free"), HasSubstr("1 warning")));
  ASSERT_EQ(mount(nullptr, folder().c_str(), nullptr, MS_REMOUNT, "size=4m"), 0);
  EXPECT_THAT(expect_findings(5), HasSubstr("too little to write"));
  umount2(folder().c_str(), MNT_DETACH);
}

TEST_F(CheckVerb, tells_all_mistakes_of_the_config) {
  put_in_config("level = \"trace\"", "level = \"loud\"\nunknown = 1");
  EXPECT_THAT(expect_findings(2), AllOf(HasSubstr("trainsync.toml:"), HasSubstr("level"),
                                        HasSubstr("unknown"), HasSubstr("2 errors")));
  EXPECT_EQ(requests(), 0u);
}

TEST_F(CheckVerb, refuses_a_file_of_another_program) {
  write(installation.database(), "Dear diary,\n" + std::string(5000, 'x'));
  EXPECT_THAT(expect_findings(5), HasSubstr("is no SQLite file"));
}

TEST_F(CheckVerb, names_a_source_that_the_file_has_from_elsewhere) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  simulator::Server other;
  installation.configure(other.base_url(), server->base_url(), {});
  EXPECT_THAT(expect_findings(2),
              AllOf(HasSubstr("holds source \"learn\""), HasSubstr("database.path")));
}

TEST_F(CheckVerb, does_the_arithmetic_of_the_budget) {
  put_in_config("[exec]", "[exec]\npage_size = 1");
  std::string text = bytes(installation.config());
  const std::string limit = "requests_per_day = 100000000";
  text.replace(text.rfind(limit), limit.size(), "requests_per_day = 1000");
  write(installation.config(), text);
  EXPECT_THAT(expect_findings(0),
              AllOf(HasSubstr("130 requests a round; 900 a day"), HasSubstr("read less often"),
                    HasSubstr("poll_interval = \"208m\"")));
}

TEST_F(CheckVerb, asks_nothing_where_the_budget_is_used_up) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  SQLite::Database(installation.database().string(), SQLite::OPEN_READWRITE)
      .exec("UPDATE request_budgets SET requests = 100000000");
  const std::size_t before = requests();
  EXPECT_THAT(expect_findings(0), AllOf(HasSubstr("not tried"), HasSubstr("2 warnings")));
  EXPECT_EQ(requests(), before);
}

TEST_F(CheckVerb, warns_of_rows_that_no_window_would_show) {
  server->with([](simulator::Apis& apis) {
    apis.learn.faults.when(
        [](const simulator::Request& request, std::size_t) {
          return request.target.find("/enrolments?") != std::string::npos;
        },
        simulator::malformed_record(0, "updatedAt", nullptr));
  });
  EXPECT_THAT(expect_findings(0),
              AllOf(HasSubstr("1 of the 100 first enrolments"), HasSubstr("1 warning")));
}

TEST_F(CheckVerb, warns_of_names_that_may_not_be_read) {
  server->with([](simulator::Apis& apis) { apis.learn.quirks.users_forbidden = true; });
  EXPECT_THAT(expect_findings(0), AllOf(HasSubstr("users = false"), HasSubstr("1 warning")));
}

TEST_F(CheckVerb, names_a_ca_file_and_a_metrics_folder_that_are_not_there) {
  installation.configure(server->base_url(), {.http = "ca_file = \"/nowhere/ca.pem\"\n[metrics]\n"
                                                      "textfile = \"/nowhere/trainsync.prom\"\n"});
  EXPECT_THAT(expect_findings(2),
              AllOf(HasSubstr("/nowhere/ca.pem"), HasSubstr("/nowhere cannot be written"),
                    HasSubstr("metrics.textfile")));
}

TEST_F(CheckVerb, works_while_the_daemon_runs) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  Child daemon(installation.command({"run"}));
  expect_findings(0);
  kill(daemon.pid(), SIGTERM);
  installation.wait(daemon, 30s);
}

TEST_F(CheckVerb, tells_what_waits_for_a_person) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  SQLite::Database(installation.database().string(), SQLite::OPEN_READWRITE)
      .exec("INSERT INTO meta (key, value) VALUES ('forget_unfinished', 'x'); "
            "INSERT INTO held_deletions (enrolment_id, source, held_since, reason) "
            "SELECT id, source, '2026-03-03T00:00:00.000Z', 'x' FROM enrolments "
            "WHERE source = 'exec' LIMIT 2");
  EXPECT_THAT(expect_findings(0),
              AllOf(HasSubstr("a forget is not finished"), HasSubstr("2 deletions wait"),
                    HasSubstr("trainsync approve-deletes exec")));
}

TEST_F(CheckVerb, of_an_empty_file_says_that_the_first_sync_fills_it) {
  write(installation.database(), "");
  EXPECT_THAT(expect_findings(0), HasSubstr("is empty; the first sync fills it"));
  for (const std::vector<std::string>& verb :
       {std::vector<std::string>{"status"}, {"explain", "1"}, {"export", "overdue_now", "-"}}) {
    const Outcome outcome = installation.run(verb);
    EXPECT_EQ(outcome.exit_code, 5) << verb.front();
    EXPECT_THAT(outcome.err, HasSubstr("is empty: run trainsync sync first")) << verb.front();
  }
  ASSERT_NO_FATAL_FAILURE(sync_whole());
}

} // namespace
} // namespace trainsync::integration
