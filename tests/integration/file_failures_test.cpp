// Files that are not ours to write, locks, and sources that are not what the file holds.
#include "tests/integration/fixture.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <future>

namespace trainsync::integration {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class FileFailures : public IntegrationTest {
protected:
  void SetUp() override {
    serve(small);
    installation.configure(server->base_url());
  }

  Outcome expect_failure(int exit_code, const std::vector<std::string>& words) {
    Outcome outcome = installation.run();
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.out << outcome.err;
    for (const std::string& word : words)
      EXPECT_THAT(outcome.out + outcome.err, HasSubstr(word));
    return outcome;
  }

  // A sync refuses the file as it stands, and not a byte of it changes.
  void expect_refused(const std::vector<std::string>& words) {
    const std::string before = bytes(installation.database());
    ASSERT_FALSE(before.empty());
    expect_failure(5, words);
    EXPECT_TRUE(bytes(installation.database()) == before) << "the file has changed";
    server->with([](simulator::Apis& apis) {
      EXPECT_THAT(apis.learn.requests, testing::IsEmpty()) << "asked for what cannot be stored";
    });
  }

  void execute(const std::string& sql) {
    SQLite::Database(installation.database().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec(sql);
  }

  void expect_no_lock() { EXPECT_FALSE(fs::exists(installation.database().string() + "-lock")); }

  void put_in_config(const std::string& before, const std::string& after) {
    std::string text = bytes(installation.config());
    text.replace(text.find(before), before.size(), after);
    write(installation.config(), text);
  }

  void forget_requests() {
    server->with([](simulator::Apis& apis) { apis.learn.requests.clear(); });
  }
};

TEST_F(FileFailures, a_file_that_is_no_database_is_left_alone) {
  write(installation.database(), "Dear diary,\n" + std::string(5000, 'x'));
  expect_refused({"is no SQLite file", "left as it is", "Set database.path"});
  expect_no_lock();
}

TEST_F(FileFailures, a_file_of_another_program_is_left_alone) {
  execute("CREATE TABLE recipes (title TEXT); INSERT INTO recipes VALUES ('soup')");
  expect_refused({"SQLite file of another program", "left as it is", "Set database.path"});
}

TEST_F(FileFailures, a_file_with_another_application_id_is_left_alone) {
  execute("PRAGMA application_id = 252006673; CREATE TABLE t (x)");
  expect_refused({"SQLite file of another program", "Set database.path"});
  expect_no_lock();
}

TEST_F(FileFailures, a_file_of_a_newer_version_is_left_alone) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  execute("PRAGMA user_version = 999");
  forget_requests();
  expect_refused({"written by a newer trainsync", "999", "Install that version"});
}

TEST_F(FileFailures, a_folder_in_the_file_s_place_is_refused) {
  fs::create_directory(installation.database());
  expect_failure(5, {installation.database().string() + " is a directory", "database.path",
                     (installation.database() / "training.db").string()});
  expect_no_lock();
}

TEST_F(FileFailures, a_folder_that_is_not_there_is_named) {
  fs::remove(installation.database().parent_path());
  expect_failure(5, {installation.database().string(), "No such file or directory",
                     "folder of database.path must exist"});
  fs::create_directory(installation.database().parent_path());
}

TEST_F(FileFailures, a_damaged_file_is_not_written_over) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  for (const char* suffix : {"-wal", "-shm"})
    fs::remove(installation.database().string() + suffix);
  std::string damaged = bytes(installation.database());
  ASSERT_GT(damaged.size(), 20000u);
  std::fill(damaged.begin() + 4096, damaged.begin() + 20000, '\x5a');
  write(installation.database(), damaged);
  forget_requests();
  expect_refused({"is damaged", "restore a backup"});
  write(installation.database().string() + "-wal", std::string(5000, 'x'));
  expect_refused({"is damaged", installation.database().string() + "-wal", "another file",
                  "three away together", "none of the three beside it"});
}

TEST_F(FileFailures, a_second_writer_is_refused_while_the_first_runs) {
  std::promise<void> asked;
  server->with([&](simulator::Apis& apis) {
    apis.exec.faults.next(simulator::stall());
    apis.exec.before_request = [&](std::size_t index) {
      if (index == 0)
        asked.set_value();
    };
  });
  Child first(installation.command());
  asked.get_future().wait();
  expect_failure(4, {"process " + std::to_string(first.pid()), "is writing",
                     installation.database().string(), "Stop it, or wait"});
  first.kill();
  first.wait();
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  expect_file_is_true();
}

TEST_F(FileFailures, a_reader_does_not_stop_a_sync) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  SQLite::Database reader(installation.database().string(), SQLite::OPEN_READONLY);
  SQLite::Statement rows(reader, "SELECT * FROM enrolments");
  ASSERT_TRUE(rows.executeStep());
  change([](simulator::Company& company) {
    company.complete_enrolment(company.enrolment_ids().front(), now());
  });
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  rows.reset();
  expect_file_is_true();
}

TEST_F(FileFailures, a_writer_of_another_kind_is_named) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  SQLite::Database other(installation.database().string(), SQLite::OPEN_READWRITE);
  other.exec("BEGIN IMMEDIATE");
  expect_failure(5, {"is locked by another program", "close what writes to it"});
  other.exec("ROLLBACK");
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  expect_file_is_true();
}

TEST_F(FileFailures, a_source_of_another_host_is_refused) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  const auto before = all_records(installation.database());
  simulator::Server other;
  installation.configure(other.base_url(), server->base_url(), {});
  expect_failure(2, {"learn: failed", "holds source \"learn\"", other.base_url(), "another name",
                     "database.path", "exec: whole"});
  EXPECT_TRUE(all_records(installation.database()) == before);
  other.with([](simulator::Apis& apis) { EXPECT_THAT(apis.learn.requests, testing::IsEmpty()); });
  expect_intact();
}

TEST_F(FileFailures, a_source_of_another_tenant_is_refused) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  put_in_config(tenant, "eu-west-2_Different");
  expect_failure(2, {"holds source \"learn\"", "eu-west-2_Different", "another name"});
  expect_intact();
}

TEST_F(FileFailures, a_mistake_in_the_tenant_at_the_first_sync_is_mended_in_the_config) {
  put_in_config(tenant, "eu-west-2_Different");
  expect_failure(1, {"learn: failed", "exec: whole"});
  server->with([](simulator::Apis& apis) { apis.learn.violations.clear(); });
  put_in_config("eu-west-2_Different", tenant);
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  expect_file_is_true();
}

TEST_F(FileFailures, leave_files_that_others_of_the_group_may_read_and_nobody_else) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  for (const char* suffix : {"-wal", "-shm"})
    EXPECT_TRUE(fs::exists(installation.database().string() + suffix)) << suffix;
  for (const char* suffix : {"", "-wal", "-shm", "-lock"})
    EXPECT_EQ(fs::status(installation.database().string() + suffix).permissions() &
                  fs::perms::others_all,
              fs::perms::none)
        << suffix;
}

} // namespace
} // namespace trainsync::integration
