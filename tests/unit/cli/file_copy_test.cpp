#include "daemon/cli/dry_run/file_copy.hpp"
#include "daemon/cli/exit_code.hpp"
#include "tests/unit/schema/files.hpp"

#include <SQLiteCpp/Transaction.h>
#include <gmock/gmock.h>

#include <cstdlib>

namespace trainsync::cli {
namespace {

namespace fs = std::filesystem;
using schema::bytes_of;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class CopyOfTheFile : public testing::Test {
protected:
  CopyOfTheFile() {
    fs::create_directory(folder / "tmp");
    fs::create_directory(folder / "data");
    setenv("TMPDIR", (folder / "tmp").c_str(), 1);
    config.database.path = folder / "data/t.db";
  }
  ~CopyOfTheFile() override { unsetenv("TMPDIR"); }

  void make_file() {
    file.emplace(schema::writer_of(config.database.path));
    file->exec("INSERT INTO meta VALUES ('a', 'kept')");
  }
  std::vector<std::string> files_in(const std::string& name) {
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(folder / name))
      files.push_back(entry.path().filename());
    return files;
  }
  static model::Stamp noon() { return std::chrono::sys_days(std::chrono::days(20'000)); }

  test::TemporaryFolder folder;
  config::Config config;
  std::optional<SQLite::Database> file;
};

TEST_F(CopyOfTheFile, holds_what_the_file_holds_also_while_it_is_written) {
  make_file();
  const SQLite::Transaction writing(*file, SQLite::TransactionBehavior::IMMEDIATE);
  file->exec("INSERT INTO meta VALUES ('b', 'not yet')");
  auto copy = copy_file(config);
  ASSERT_TRUE(copy) << copy.error().messages.front();
  EXPECT_EQ(test::value_of(copy->reader, "SELECT group_concat(value) FROM meta WHERE key < 'c'"),
            "kept");
}

TEST_F(CopyOfTheFile, is_written_without_a_trace_in_the_file_or_beside_it) {
  make_file();
  const std::string before = bytes_of(config.database.path),
                    log = bytes_of(config.database.path.string() + "-wal");
  const auto names = files_in("data");
  {
    auto copy = copy_file(config);
    ASSERT_TRUE(copy) << copy.error().messages.front();
    EXPECT_TRUE(copy->store->register_source({"learn", "learn", "h", "t", "{}"}, noon()));
    copy->store->begin_run("learn", true, noon());
    EXPECT_EQ(test::value_of(copy->reader, "SELECT count(*) FROM sync_runs"), "1")
        << "the reader sees what the writer wrote";
  }
  EXPECT_EQ(bytes_of(config.database.path), before);
  EXPECT_EQ(bytes_of(config.database.path.string() + "-wal"), log);
  EXPECT_EQ(files_in("data"), names);
}

TEST_F(CopyOfTheFile, has_no_name_from_which_a_killed_process_could_leave_it) {
  make_file();
  const auto copy = copy_file(config);
  ASSERT_TRUE(copy);
  EXPECT_THAT(files_in("tmp"), IsEmpty());
}

TEST_F(CopyOfTheFile, takes_more_than_its_cache_holds_and_is_still_read) {
  make_file();
  auto copy = copy_file(config);
  ASSERT_TRUE(copy);
  ASSERT_TRUE(copy->store->register_source({"learn", "learn", "h", "t", "{}"}, noon()));
  const std::int64_t run = copy->store->begin_run("learn", true, noon());
  for (int i = 0; i < 60; ++i) {
    store::PageWrite write{{run, noon()}, "learn", {"learn", "enrolments", "a"}, 0, {}, {}};
    for (int j = 0; j < 100; ++j) {
      model::Enrolment row;
      row.source_id = std::to_string(i) + "-" + std::to_string(j);
      row.payload = "{\"x\":\"" + std::string(2000, 'y') + "\"}";
      write.page.batch.enrolments.push_back(row);
    }
    copy->store->store_page(write);
  }
  EXPECT_EQ(test::value_of(copy->reader, "SELECT count(*), sum(length(payload)) FROM "
                                         "enrolment_payloads"),
            "6000|12048000");
}

TEST_F(CopyOfTheFile, is_empty_where_there_is_no_file_and_makes_none) {
  auto copy = copy_file(config);
  ASSERT_TRUE(copy) << copy.error().messages.front();
  EXPECT_EQ(copy->newest_change, 0);
  EXPECT_EQ(test::value_of(copy->reader, "SELECT count(*) FROM enrolments"), "0");
  EXPECT_THAT(files_in("data"), IsEmpty());
}

TEST_F(CopyOfTheFile, is_refused_where_there_is_no_folder_for_the_file_or_for_the_copy) {
  config.database.path = folder / "none/t.db";
  auto copy = copy_file(config);
  ASSERT_FALSE(copy);
  EXPECT_EQ(copy.error().code, bad_file);
  EXPECT_THAT(copy.error().messages.front(), HasSubstr("does not exist; make it"));
  setenv("TMPDIR", (folder / "none").c_str(), 1);
  copy = copy_file(config);
  ASSERT_FALSE(copy);
  EXPECT_THAT(copy.error().messages, SizeIs(1));
  EXPECT_THAT(copy.error().messages.front(), HasSubstr("set TMPDIR to a folder"));
}

TEST_F(CopyOfTheFile, is_refused_of_another_programs_file) {
  schema::write_file(config.database.path, "not ours");
  const auto copy = copy_file(config);
  ASSERT_FALSE(copy);
  EXPECT_EQ(copy.error().code, bad_file);
  EXPECT_EQ(bytes_of(config.database.path), "not ours");
}

} // namespace
} // namespace trainsync::cli
