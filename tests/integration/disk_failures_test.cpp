// Disks that fail, locks, lost rights and files that are replaced under the running daemon: it says
// so where a person looks, and goes on by itself when the cause has gone.
#include "tests/integration/run_fixture.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cerrno>
#include <ostream>

namespace trainsync::integration {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class DiskFailures : public RunTest {
protected:
  fs::path file() const { return installation.database(); }
  fs::path folder() const { return file().parent_path(); }
  fs::path metrics() const { return installation.folder() / "trainsync.prom"; }
  fs::path trouble() const { return installation.folder() / "trouble"; }

  void configure() {
    RunTest::configure("margin = \"0s\"\n");
    write(installation.config(), bytes(installation.config()) + "\n[metrics]\ntextfile = \"" +
                                     metrics().string() + "\"\n");
  }
  std::vector<std::string> with_failing_disk() const {
    return {"LD_PRELOAD=" TRAINSYNC_FAILING_DISK, "TRAINSYNC_TEST_TROUBLE=" + trouble().string(),
            "TRAINSYNC_TEST_FOLDER=" + folder().string()};
  }
  void execute(const std::string& sql) { SQLite::Database(file().string(), 2, 5000).exec(sql); }
  fs::path backup() {
    const fs::path copy = installation.folder() / "backup.db";
    execute("VACUUM INTO '" + copy.string() + "'");
    return copy;
  }
  void change_a_row() {
    change([](simulator::Company& company) {
      company.complete_enrolment(company.enrolment_ids().front(), now());
    });
  }
  void expect_soon_true() {
    eventually("the file is true", [&] { return is_true(); });
    expect_file_is_true();
  }
  void expect_metric(const std::string& line) {
    eventually("the metrics say " + line,
               [&] { return bytes(metrics()).find(line) != std::string::npos; });
  }

private:
  bool is_true() {
    try {
      return differences(truth(), file_image(file())).empty();
    } catch (const SQLite::Exception&) { // it is not there yet, or has no tables
      return false;
    }
  }
};

struct Trouble {
  const char* name;
  int error;
  const char* words;

  friend void PrintTo(const Trouble& trouble, std::ostream* out) { *out << trouble.name; }
};

class FailingDisk : public DiskFailures, public testing::WithParamInterface<Trouble> {};

TEST_P(FailingDisk, is_told_and_the_daemon_goes_on_when_it_works_again) {
  configure();
  Systemd systemd(notify_socket());
  Child daemon = start(with_failing_disk());
  systemd.hears("learn: whole at ");
  write(trouble(), std::to_string(GetParam().error));
  change_a_row();
  systemd.hears(GetParam().words);
  expect_metric("trainsync_file_failing{source=\"learn\"} 1");
  expect_intact();
  fs::remove(trouble());
  expect_metric("trainsync_file_failing{source=\"learn\"} 0");
  expect_soon_true();
  const Outcome outcome = stopped(daemon);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr(GetParam().words));
}

INSTANTIATE_TEST_SUITE_P(, FailingDisk,
                         testing::Values(Trouble{"full", ENOSPC, "the disk is full"},
                                         Trouble{"broken", EIO, "the disk"},
                                         Trouble{"read_only", EROFS, "the disk"},
                                         Trouble{"over_quota", EDQUOT, "the disk"}),
                         [](const auto& trouble) { return std::string(trouble.param.name); });

TEST_F(DiskFailures, a_first_start_on_a_full_disk_ends_with_what_to_do) {
  configure();
  write(trouble(), std::to_string(ENOSPC));
  Systemd systemd(notify_socket());
  Child daemon = start(with_failing_disk());
  const Outcome outcome = installation.wait(daemon, 30s);
  EXPECT_EQ(outcome.exit_code, 5) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("No space left on device"));
  fs::remove(trouble());
  Child next = start(with_failing_disk());
  expect_soon_true();
  EXPECT_EQ(stopped(next).exit_code, 0);
}

TEST_F(DiskFailures, a_lock_of_another_program_is_waited_for) {
  configure();
  Systemd systemd(notify_socket());
  Child daemon = start();
  systemd.hears("learn: whole at ");
  SQLite::Database other(file().string(), SQLite::OPEN_READWRITE, 5000);
  other.exec("BEGIN EXCLUSIVE");
  change_a_row();
  systemd.hears("is locked by another program");
  other.exec("ROLLBACK");
  expect_soon_true();
  other.exec("BEGIN IMMEDIATE");
  systemd.hears("is locked by another program");
  const Outcome outcome = stopped(daemon, SIGTERM, 14s); // systemd waits for 15
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
}

TEST_F(DiskFailures, a_backup_put_in_the_file_s_place_is_gone_on_with) {
  configure();
  Systemd systemd(notify_socket());
  Child daemon = start();
  expect_soon_true();
  const fs::path restored = backup(), old = installation.folder() / "old.db";
  change_a_row();
  expect_soon_true();
  fs::create_hard_link(file(), old);
  fs::rename(restored, file());
  systemd.hears("READY=1"); // the first
  systemd.hears("READY=1");
  const auto before = all_records(old);
  change_a_row();
  expect_soon_true();
  EXPECT_TRUE(all_records(old) == before) << "it went on writing into the old file";
  const Outcome outcome = stopped(daemon);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err,
              HasSubstr(file().string() + " was replaced while trainsync had it open"));
  EXPECT_THAT(outcome.err, HasSubstr(file().string() + " is opened anew"));
}

TEST_F(DiskFailures, a_file_that_is_moved_away_is_waited_for) {
  configure();
  Systemd systemd(notify_socket());
  Child daemon = start();
  expect_soon_true();
  const fs::path away = installation.folder() / "away.db";
  fs::rename(file(), away);
  systemd.hears("is not there any more: put it or a backup back in its place");
  EXPECT_FALSE(fs::exists(file()));
  expect_metric("trainsync_file_failing{source=\"learn\"} 1");
  change_a_row();
  fs::rename(away, file());
  expect_metric("trainsync_file_failing{source=\"learn\"} 0");
  expect_soon_true();
  EXPECT_EQ(stopped(daemon).exit_code, 0);
}

TEST_F(DiskFailures, a_stop_is_heard_while_the_file_is_away) {
  configure();
  Systemd systemd(notify_socket());
  Child daemon = start();
  expect_soon_true();
  fs::rename(file(), installation.folder() / "away.db");
  systemd.hears("is not there any more");
  EXPECT_EQ(stopped(daemon).exit_code, 0);
}

class GoneFile : public DiskFailures, public testing::WithParamInterface<bool> {};

// Noticed or not: what the daemon leaves behind must not be read into a backup.
TEST_P(GoneFile, leaves_nothing_that_spoils_a_backup_when_the_daemon_is_stopped) {
  configure();
  Systemd systemd(notify_socket());
  Child daemon = start();
  expect_soon_true();
  const fs::path copy = backup();
  change_a_row();
  expect_soon_true();
  fs::remove(file());
  if (GetParam())
    systemd.hears("is not there any more");
  EXPECT_EQ(stopped(daemon).exit_code, 0);
  for (const char* suffix : {"-wal", "-shm"})
    EXPECT_FALSE(fs::exists(file().string() + suffix)) << suffix;
  fs::copy_file(copy, file());
  Child next = start();
  expect_soon_true();
  EXPECT_EQ(stopped(next).exit_code, 0);
}

TEST_P(GoneFile, keeps_its_rows_where_it_was_moved) {
  configure();
  Systemd systemd(notify_socket());
  Child daemon = start();
  expect_soon_true();
  change_a_row();
  expect_soon_true();
  const fs::path away = installation.folder() / "away.db";
  fs::rename(file(), away);
  if (GetParam())
    systemd.hears("is not there any more");
  EXPECT_EQ(stopped(daemon).exit_code, 0);
  EXPECT_THAT(differences(truth(), file_image(away)), testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(, GoneFile, testing::Bool(), [](const auto& noticed) {
  return std::string(noticed.param ? "noticed" : "unnoticed");
});

class LostSideFile : public DiskFailures, public testing::WithParamInterface<const char*> {};

TEST_P(LostSideFile, is_made_anew_and_no_row_is_lost) {
  configure();
  Systemd systemd(notify_socket());
  Child daemon = start();
  expect_soon_true();
  fs::remove(file().string() + GetParam());
  systemd.hears("READY=1"); // the first
  systemd.hears("READY=1");
  EXPECT_TRUE(fs::exists(file().string() + GetParam()));
  change_a_row();
  expect_soon_true();
  daemon.kill();
  EXPECT_THAT(installation.wait(daemon, 5s).err, HasSubstr("was moved away or deleted"));
  expect_file_is_true();
}

INSTANTIATE_TEST_SUITE_P(, LostSideFile, testing::Values("-wal", "-shm", "-lock"),
                         [](const auto& suffix) { return std::string(suffix.param + 1); });

TEST_F(DiskFailures, a_folder_without_the_right_to_write_is_named_and_waited_for_by_restarts) {
  configure();
  sync_whole();
  Command command = installation.command({"run"});
  command.obeys_permissions = true;
  for (const fs::path& place : {folder(), file(), fs::path(file().string() + "-wal")}) {
    fs::permissions(place, fs::perms::owner_write, fs::perm_options::remove);
    if (place == folder())
      fs::remove(file().string() + "-lock");
    Child daemon = start(command, {});
    const Outcome outcome = installation.wait(daemon, 30s);
    fs::permissions(place, fs::perms::owner_write, fs::perm_options::add);
    EXPECT_EQ(outcome.exit_code, 5) << place;
    EXPECT_THAT(outcome.err, HasSubstr("this user")) << place;
    EXPECT_THAT(outcome.err, HasSubstr(place.string()));
    EXPECT_THAT(outcome.err, Not(HasSubstr("must exist"))) << place;
  }
  Systemd systemd(notify_socket());
  Child daemon = start(command, {});
  systemd.hears("READY=1");
  fs::permissions(file(), fs::perms::none);
  fs::permissions(folder(), fs::perms::owner_read | fs::perms::owner_exec);
  change_a_row();
  const auto asked = requests("/rest/v1/");
  eventually("what it has open it goes on with", [&] { return requests("/rest/v1/") > asked + 9; });
  fs::permissions(folder(), fs::perms::owner_all);
  fs::permissions(file(), fs::perms::owner_read | fs::perms::owner_write);
  expect_soon_true();
  EXPECT_EQ(stopped(daemon).exit_code, 0);
}

// What the WAL of the file that was there held must not be read into the one that is put there.
TEST_F(DiskFailures, a_backup_is_put_in_the_place_of_a_file_that_nobody_has_open) {
  installation.configure(server->base_url());
  sync_whole();
  const fs::path restored = backup();
  for (int i = 0; i < 3; ++i) {
    change_a_row();
    sync_whole();
  }
  fs::rename(restored, file());
  const auto before = file_image(file());
  expect_intact();
  sync_whole();
  expect_file_is_true();
  EXPECT_EQ(database_value("SELECT count(*) FROM sync_runs"), "4");
}

} // namespace
} // namespace trainsync::integration
