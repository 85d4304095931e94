// People who are forgotten while everything goes on, and backups made meanwhile.
#include "tests/integration/fixture.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <csignal>
#include <random>

namespace trainsync::integration {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

class Forget : public IntegrationTest {
protected:
  void SetUp() override {
    serve(small);
    configure();
    sync_whole();
    email_ = database_value(
        "SELECT person_key FROM people AS p JOIN enrolments AS e ON e.person_id = p.id GROUP BY 1 "
        "HAVING count(DISTINCT p.source) = 2 ORDER BY count(*) DESC, 1 LIMIT 1");
    texts_ = query(installation.database(),
                   "SELECT p.source_id FROM people AS p WHERE person_key = '" + email_ +
                       "' UNION SELECT email FROM people WHERE person_key = '" + email_ +
                       "' UNION SELECT e.source_id FROM enrolments AS e JOIN people AS p ON p.id = "
                       "e.person_id WHERE person_key = '" +
                       email_ + "' UNION SELECT ref FROM people WHERE person_key = '" + email_ +
                       "' AND length(ref) > 5");
  }

  void configure(const std::string& learn = {}, const std::string& exec = {}) {
    installation.configure(
        server->base_url(),
        {.learn = "page_size = 30\nmargin = \"0s\"\n" + learn, .exec = "page_size = 30\n" + exec});
  }

  std::vector<std::string> traces(const fs::path& file) const {
    std::vector<std::string> traces;
    for (const char* suffix : {"", "-wal", "-shm"})
      if (const std::string name = file.string() + suffix; fs::exists(name)) {
        const std::string all = bytes(name);
        for (const std::string& text : texts_)
          if (all.find(text) != std::string::npos)
            traces.push_back(suffix + (": " + text));
      }
    return traces;
  }
  std::vector<std::string> traces() const { return traces(installation.database()); }

  // The truth, but for the person.
  void expect_all_but_the_person() {
    Image image = truth();
    const auto named = [&](const Fields& fields, const char* field) {
      const auto found = fields.find(field);
      return found != fields.end() && found->second && is_text(*found->second);
    };
    std::set<std::string> gone;
    for (const auto& [name, fields] : image)
      if ((name.first == "person" && named(fields, "person_key")) ||
          (name.first == "enrolment" && named(fields, "person")))
        gone.insert(name.second);
    std::erase_if(image, [&](const auto& record) {
      const std::string& name = record.first.second;
      return gone.contains(name) || (record.first.first == "enrolment_history" &&
                                     gone.contains(name.substr(0, name.rfind('/'))));
    });
    for (auto& [name, fields] : image)
      if (named(fields, "manager_source_id")) {
        const std::string manager = R"("manager":{"id":")" + *fields.at("manager_source_id");
        fields.at("manager_source_id").reset();
        fields.at("manager").reset();
        std::string& extra = *fields.at("extra");
        const std::size_t at = extra.find(manager);
        ASSERT_NE(at, std::string::npos) << extra;
        extra.replace(at, extra.find('}', at) + 1 - at, R"("manager":null)");
      }
    EXPECT_GT(gone.size(), 3u);
    EXPECT_THAT(differences(image, file_image(installation.database())), IsEmpty());
    expect_intact();
  }
  bool is_text(const std::string& text) const {
    return std::ranges::find(texts_, text) != texts_.end();
  }

  Outcome forget() { return installation.run({"forget", email_}); }

  std::string email_;
  std::vector<std::string> texts_; // that tell the person
};

TEST_F(Forget, takes_the_person_out_for_good_and_the_rest_stays_true) {
  for (const std::string& text : texts_)
    EXPECT_THAT(traces(), testing::Contains(HasSubstr(text)));
  SQLite::Database reader(installation.database().string(), SQLite::OPEN_READONLY);
  reader.execAndGet("SELECT count(*) FROM people");
  const Outcome outcome = forget();
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("no byte of what was erased is left"));
  EXPECT_THAT(outcome.out, testing::Not(HasSubstr(email_)));
  EXPECT_THAT(traces(), IsEmpty());
  expect_all_but_the_person();
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"sync"}, {"sync", "--full"}, {"sync", "--full"}}) {
    change([&](simulator::Company& company) {
      company.complete_enrolment(company.enrolment_ids().front(), now());
    });
    ASSERT_NO_FATAL_FAILURE(sync_whole(arguments));
    EXPECT_THAT(traces(), IsEmpty());
    expect_all_but_the_person();
  }
  EXPECT_EQ(database_value("SELECT rows_seen FROM sync_runs WHERE source = 'exec' ORDER BY id DESC "
                           "LIMIT 1"),
            "130");
  EXPECT_EQ(database_value("SELECT count(*) FROM enrolments WHERE missing_since IS NOT NULL"), "0");
}

TEST_F(Forget, lets_deletions_be_found) {
  ASSERT_EQ(forget().exit_code, 0);
  change([&](simulator::Company& company) {
    const auto of_somebody_else = [&](const auto& row) { return !is_text(row.second.user_id); };
    const auto row = std::ranges::find_if(company.exec_assignments, of_somebody_else);
    company.delete_exec(std::string(row->first));
    for (auto& [assignment, rows] : company.enrolments)
      for (const auto& [id, enrolment] : rows)
        if (!is_text(enrolment.user_id))
          return company.delete_enrolment(std::string(id));
  });
  for (int i = 0; i < 2; ++i)
    ASSERT_NO_FATAL_FAILURE(sync_whole({"sync", "--full"}));
  EXPECT_EQ(database_value("SELECT count(*) FROM enrolments WHERE deleted_at IS NOT NULL"), "2");
  EXPECT_THAT(traces(), IsEmpty());
}

TEST_F(Forget, is_honoured_at_once_by_a_daemon_that_runs) {
  configure("poll_interval = \"1s\"\nfull_interval = \"1s\"\n", "poll_interval = \"1s\"\n");
  Child daemon(installation.command({"run"}));
  const auto runs = [&] {
    return std::stoi(database_value("SELECT count(*) FROM sync_runs WHERE outcome = 'whole'"));
  };
  const auto wait_for_runs = [&](int more) {
    const int before = runs();
    for (int i = 0; i < 3000 && runs() < before + more; ++i)
      EXPECT_FALSE(daemon.ends_within(20ms));
    EXPECT_GE(runs(), before + more);
  };
  wait_for_runs(2);
  const Outcome outcome = forget();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(traces(), IsEmpty());
  wait_for_runs(6);
  EXPECT_THAT(traces(), IsEmpty());
  kill(daemon.pid(), SIGTERM);
  EXPECT_EQ(installation.wait(daemon, 10s).exit_code, 0);
  expect_all_but_the_person();
  EXPECT_EQ(database_value("SELECT count(*) FROM sync_runs WHERE outcome <> 'whole'"), "0");
}

TEST_F(Forget, in_the_middle_of_walks_that_are_taken_up_again) {
  ASSERT_EQ(forget().exit_code, 0);
  server->with([](simulator::Apis& apis) {
    apis.exec.faults.when(
        [](const simulator::Request& request, std::size_t) {
          return request.target.find("page=4&") != std::string::npos;
        },
        simulator::stall());
  });
  {
    Child sync(installation.command({"sync", "--source", "exec"}));
    for (int i = 0; i < 3000 && database_value("SELECT count(*) FROM walk_progress") == "0"; ++i)
      EXPECT_FALSE(sync.ends_within(10ms));
    sync.kill();
  }
  server->with([](simulator::Apis& apis) {
    apis.exec.faults.clear();
    apis.exec.requests.clear();
  });
  ASSERT_NO_FATAL_FAILURE(sync_whole({"sync", "--source", "exec"}));
  server->with(
      [](simulator::Apis& apis) { EXPECT_LT(apis.exec.requests.size(), 5u) << "it began again"; });
  EXPECT_THAT(traces(), IsEmpty());
}

TEST_F(Forget, killed_at_any_moment_is_done_or_can_be_repeated) {
  const std::uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  simulator::Rng rng{seed};
  ASSERT_EQ(installation.run({"backup", (installation.folder() / "b.db").string()}).exit_code, 0);
  for (int i = 0; i < 12; ++i) {
    for (const char* suffix : {"", "-wal", "-shm", "-forget-key"})
      fs::remove(installation.database().string() + suffix);
    fs::copy_file(installation.folder() / "b.db", installation.database());
    {
      Child child(installation.command({"forget", email_}));
      child.ends_within(std::chrono::microseconds(rng.between(0, 150'000)));
      child.kill();
    }
    const Outcome again = forget();
    EXPECT_EQ(again.exit_code, 0) << again.err;
    EXPECT_THAT(traces(), IsEmpty());
    expect_intact();
  }
  expect_all_but_the_person();
}

TEST_F(Forget, ends_with_1_while_a_reader_keeps_old_bytes_and_completes_afterwards) {
  {
    SQLite::Database reader(installation.database().string(), SQLite::OPEN_READONLY);
    SQLite::Statement rows(reader, "SELECT * FROM enrolments");
    ASSERT_TRUE(rows.executeStep());
    const Outcome outcome = forget();
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.err, HasSubstr("another program reads the file"));
    EXPECT_THAT(outcome.err, HasSubstr("run this command again"));
  }
  EXPECT_THAT(traces(), testing::Not(IsEmpty()));
  const Outcome unfinished = installation.run({"status"});
  EXPECT_EQ(unfinished.exit_code, 1);
  EXPECT_THAT(unfinished.out, HasSubstr("a forget is not finished"));
  EXPECT_EQ(forget().exit_code, 0);
  EXPECT_THAT(traces(), IsEmpty());
  EXPECT_EQ(installation.run({"status"}).exit_code, 0);
}

TEST_F(Forget, tells_where_else_the_person_stands) {
  const fs::path aliases = installation.folder() / "aliases.csv";
  write(aliases, "# people\nz@b.example,y@b.example\n" + email_ + ",other@b.example\n");
  installation.configure(server->base_url(), {.exec = "user_emails = [\"" + email_ + "\"]\n"});
  write(installation.config(),
        bytes(installation.config()) + "\n[people]\naliases = \"" + aliases.string() + "\"\n");
  const Outcome outcome = installation.run({"forget", "Other@b.example"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr(aliases.string() + ":3 names this person"));
  EXPECT_THAT(outcome.out, HasSubstr("exec.user_emails: take it out"));
  EXPECT_THAT(traces(), IsEmpty());
}

TEST_F(Forget, can_be_undone) {
  ASSERT_EQ(forget().exit_code, 0);
  const Outcome undone = installation.run({"forget", "--undo", email_});
  EXPECT_EQ(undone.exit_code, 0);
  EXPECT_THAT(undone.out, HasSubstr("3 accounts and e-mails may be stored again"));
  ASSERT_NO_FATAL_FAILURE(sync_whole({"sync", "--full"}));
  EXPECT_EQ(database_value("SELECT count(*) FROM people WHERE person_key = '" + email_ + "'"), "2");
  EXPECT_EQ(installation.run({"forget", "--undo", email_}).exit_code, 2);
}

TEST_F(Forget, of_nobody_is_a_mistake) {
  const Outcome outcome = installation.run({"forget", "nobody@example.com"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("nobody with the e-mail or id \"nobody@example.com\""));
  EXPECT_EQ(installation.run({"forget"}).exit_code, 2);
}

TEST_F(Forget, without_the_key_nothing_is_synced) {
  ASSERT_EQ(forget().exit_code, 0);
  const fs::path key = installation.database().string() + "-forget-key";
  fs::rename(key, installation.folder() / "kept");
  const Outcome outcome = installation.run({"sync"});
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_THAT(outcome.err, HasSubstr("Restore that key"));
  const Outcome check = installation.run({"check"});
  EXPECT_EQ(check.exit_code, 5);
  EXPECT_THAT(check.out, HasSubstr("forgotten"));
  const Outcome status = installation.run({"status"});
  EXPECT_EQ(status.exit_code, 1);
  EXPECT_THAT(status.out, HasSubstr("Not everything is fresh"));
  EXPECT_THAT(status.out, HasSubstr("keeps forgotten people out"));
  EXPECT_THAT(traces(), IsEmpty());
}

TEST_F(Forget, holds_in_a_dry_run) {
  ASSERT_EQ(forget().exit_code, 0);
  const Outcome outcome = installation.run({"sync", "--dry-run", "--full"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  for (const std::string& text : texts_)
    EXPECT_THAT(outcome.out, testing::Not(HasSubstr(text)));
  expect_all_but_the_person();
}

TEST_F(Forget, holds_in_a_backup_that_is_restored) {
  ASSERT_EQ(forget().exit_code, 0);
  const fs::path backup = installation.folder() / "b.db";
  const Outcome outcome = installation.run({"backup", backup.string()});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("with the key of forgotten people"));
  EXPECT_THAT(traces(backup), IsEmpty());
  for (const auto& entry : fs::directory_iterator(installation.database().parent_path()))
    fs::remove(entry.path());
  fs::rename(backup, installation.database());
  fs::rename(backup.string() + "-forget-key", installation.database().string() + "-forget-key");
  ASSERT_NO_FATAL_FAILURE(sync_whole({"sync", "--full"}));
  EXPECT_EQ(database_value("PRAGMA journal_mode"), "wal");
  expect_all_but_the_person();
}

class Backup : public Forget {};

TEST_F(Backup, made_while_a_sync_writes_is_whole_and_can_be_gone_on_with) {
  change([](simulator::Company& company) {
    for (const std::string& id : company.enrolment_ids())
      company.complete_enrolment(id, now());
  });
  const fs::path folder = installation.folder() / "backups";
  fs::create_directory(folder);
  {
    Child sync(installation.command({"sync", "--full"}));
    for (int i = 0; i < 5; ++i) {
      const Outcome outcome =
          installation.run({"backup", (folder / (std::to_string(i) + ".db")).string()});
      EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
      EXPECT_THAT(outcome.out, HasSubstr("460 enrolments"));
    }
    EXPECT_EQ(installation.wait(sync, 60s).exit_code, 0);
  }
  for (int i = 0; i < 5; ++i) {
    for (const char* suffix : {"", "-wal", "-shm"})
      fs::remove(installation.database().string() + suffix);
    fs::copy_file(folder / (std::to_string(i) + ".db"), installation.database());
    ASSERT_NO_FATAL_FAILURE(sync_whole({"sync", "--full"}));
    expect_file_is_true();
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 5);
}

TEST_F(Backup, without_room_leaves_nothing_and_says_so) {
  const fs::path folder = installation.folder() / "backups";
  fs::create_directory(folder);
  Command command = installation.command({"backup", (folder / "b.db").string()});
  command.largest_file_bytes = 100 << 10;
  const Outcome outcome = installation.run(command);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("b.db cannot be written"));
  EXPECT_TRUE(fs::is_empty(folder));
}

TEST_F(Backup, replaces_nothing_unless_forced) {
  const std::string target = (installation.folder() / "b.db").string();
  EXPECT_EQ(installation.run({"backup", target}).exit_code, 0);
  const Outcome refused = installation.run({"backup", target});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("is already there"));
  EXPECT_EQ(installation.run({"backup", target, "--force"}).exit_code, 0);
}

} // namespace
} // namespace trainsync::integration
