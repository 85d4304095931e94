// A dry run: reads as a sync does, shows what would change, writes nothing.
#include "tests/integration/fixture.hpp"

#include <sys/file.h>

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <set>

namespace trainsync::integration {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class DryRun : public IntegrationTest {
protected:
  void SetUp() override {
    serve(small);
    installation.configure(server->base_url());
    fs::create_directory(temporary());
  }

  fs::path temporary() const { return installation.folder() / "tmp"; }
  Outcome dry_run(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"sync", "--dry-run"});
    Command command = installation.command(more);
    command.environment.push_back("TMPDIR=" + temporary().string());
    Outcome outcome = installation.run(command);
    EXPECT_TRUE(fs::is_empty(temporary())) << "it left something in TMPDIR";
    return outcome;
  }
  // All that lies in the file's folder; of the index of the WAL, which readers write, its name.
  std::map<std::string, std::string> data() const {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(installation.database().parent_path())) {
      const std::string name = entry.path().filename();
      const auto written = entry.last_write_time().time_since_epoch().count();
      files[name] = name.ends_with("-shm") ? "" : std::to_string(written) + bytes(entry.path());
    }
    return files;
  }
  void change_some() {
    change([when = now() - std::chrono::minutes(2)](simulator::Company& company) {
      const auto ids = company.enrolment_ids();
      for (std::size_t i = 0; i < 7; ++i)
        company.update_enrolment(ids[i], "archived", "somebody", when);
    });
  }
  // Of the summary's row of the source: the n-th figure.
  static std::string figure(const std::string& out, const std::string& source, int number) {
    std::istringstream row(out.substr(out.find("\n" + source + " ")));
    std::string word;
    for (int i = 0; i <= number; ++i)
      row >> word;
    return word;
  }
};

TEST_F(DryRun, shows_a_first_sync_and_makes_no_file) {
  const Outcome outcome = dry_run();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(figure(outcome.out, "learn", 2), "330") << outcome.out;
  EXPECT_THAT(outcome.out, HasSubstr("Nothing was written to " + installation.database().string()));
  EXPECT_THAT(outcome.out, HasSubstr("the file does not: "));
  EXPECT_THAT(data(), IsEmpty());
}

TEST_F(DryRun, takes_an_empty_file_for_a_new_one) {
  write(installation.database(), "");
  const Outcome outcome = dry_run();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(figure(outcome.out, "learn", 2), "330") << outcome.out;
  EXPECT_TRUE(std::filesystem::is_empty(installation.database()));
}

TEST_F(DryRun, shows_what_the_next_sync_then_does_and_leaves_every_byte) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  change_some();
  const auto before = data();
  const Outcome outcome = dry_run();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(data(), before);
  EXPECT_EQ(figure(outcome.out, "learn", 3), "7") << outcome.out;
  EXPECT_THAT(outcome.out, HasSubstr("enrolment: updated_at 7"));
  EXPECT_THAT(outcome.out, HasSubstr(" → archived\n"));
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  EXPECT_EQ(database_value("SELECT rows_changed FROM sync_runs WHERE source = 'learn' ORDER BY id "
                           "DESC LIMIT 1"),
            "7");
  EXPECT_THAT(dry_run().out, HasSubstr("\nNothing would change.\n"));
}

TEST_F(DryRun, needs_no_lock) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  const int lock = open((installation.database().string() + "-lock").c_str(), O_RDWR);
  ASSERT_EQ(flock(lock, LOCK_EX | LOCK_NB), 0);
  EXPECT_EQ(installation.run().exit_code, 4);
  EXPECT_EQ(dry_run().exit_code, 0);
  close(lock);
}

TEST_F(DryRun, shows_what_would_be_held) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  change([](simulator::Company& company) {
    for (const std::string& id : company.enrolment_ids())
      company.delete_enrolment(id);
  });
  const Outcome first = dry_run({"--full"});
  EXPECT_THAT(first.out, HasSubstr("  missing   "));
  EXPECT_EQ(installation.run({"sync", "--full"}).exit_code, 0);
  const auto before = data();
  const Outcome outcome = dry_run({"--full"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.out;
  EXPECT_THAT(outcome.out, HasSubstr("learn: 330 deletions would be held"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("approve-deletes")));
  EXPECT_EQ(data(), before);
}

TEST_F(DryRun, says_that_not_all_could_be_read) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  installation.configure(server->base_url(), "http://127.0.0.1:1", at_once);
  const Outcome outcome = dry_run({"--source", "exec"});
  EXPECT_EQ(outcome.exit_code, 2) << "another address: " << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Not all could be read"));
}

} // namespace
} // namespace trainsync::integration
