#include "tests/unit/schema/files.hpp"

#include <gmock/gmock.h>

namespace trainsync::schema {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

// Both ways of opening must refuse the file and leave every byte of it.
void expect_refused(const fs::path& path, Errc code, const std::string& words) {
  const std::string before = bytes_of(path);
  const auto writer = open_writer(path);
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().code, code) << writer.error().message;
  EXPECT_THAT(writer.error().message, HasSubstr(path.string()));
  EXPECT_THAT(writer.error().message, HasSubstr(words));
  const auto reader = open_reader(path);
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().code, code);
  EXPECT_TRUE(bytes_of(path) == before) << path << " was changed";
}

void make_file(const fs::path& path, const std::string& sql) {
  SQLite::Database db(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  db.exec(sql);
}

TEST(Refusal, of_a_file_that_is_no_database) {
  const std::string cases[] = {"notes\n",
                               std::string(300, 'x'),
                               std::string(5000, '\0'),
                               std::string(5000, 'x'),
                               "SQLite format 3",
                               std::string("SQLite format 2\0", 16) + std::string(5000, '\0')};
  for (const std::string& bytes : cases) {
    const test::TemporaryFolder folder;
    write_file(folder / "notes.txt", bytes);
    SCOPED_TRACE(std::to_string(bytes.size()) + " bytes, beginning with " + bytes.substr(0, 9));
    expect_refused(folder / "notes.txt", Errc::not_ours,
                   "Set database.path to a file that does not exist yet");
    EXPECT_FALSE(fs::exists(folder / "notes.txt-wal"));
  }
}

TEST(Refusal, of_another_programs_database) {
  for (const char* sql :
       {"CREATE TABLE t (x)", "PRAGMA application_id = 7", "PRAGMA user_version = 1",
        "PRAGMA user_version = 999", "PRAGMA application_id = 7; CREATE TABLE t (x)"}) {
    const test::TemporaryFolder folder;
    make_file(folder / "other.db", sql);
    if (bytes_of(folder / "other.db").empty())
      continue;
    expect_refused(folder / "other.db", Errc::not_ours, "another program");
  }
}

TEST(Refusal, of_another_programs_database_leaves_its_journal_mode) {
  const test::TemporaryFolder folder;
  make_file(folder / "other.db", "CREATE TABLE t (x)");
  ASSERT_FALSE(open_writer(folder / "other.db"));
  SQLite::Database db((folder / "other.db").string());
  EXPECT_EQ(test::value_of(db, "PRAGMA journal_mode"), "delete");
}

TEST(Refusal, of_another_programs_database_leaves_what_is_in_its_wal) {
  const test::TemporaryFolder folder;
  SQLite::Database db((folder / "other.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  db.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (x)");
  for (const char* file : {"other.db", "other.db-wal"}) // as after a kill
    fs::copy_file(folder / file, folder / ("killed-" + std::string(file)));
  const std::string wal = bytes_of(folder / "killed-other.db-wal");
  expect_refused(folder / "killed-other.db", Errc::not_ours, "another program");
  EXPECT_TRUE(bytes_of(folder / "killed-other.db-wal") == wal);
}

TEST(Refusal, of_a_file_that_a_newer_version_wrote) {
  const test::TemporaryFolder folder;
  {
    SQLite::Database db = writer_of(folder / "t.db");
    db.exec("PRAGMA user_version = " + std::to_string(newest_version() + 1));
  }
  expect_refused(folder / "t.db", Errc::newer,
                 "was written by a newer trainsync (file version " +
                     std::to_string(newest_version() + 1) + ", this program knows " +
                     std::to_string(newest_version()) + ")");
}

TEST(Refusal, of_a_path_that_cannot_be_a_file) {
  const test::TemporaryFolder folder;
  const auto missing_folder = open_writer(folder / "no/such/folder/t.db");
  ASSERT_FALSE(missing_folder);
  EXPECT_EQ(missing_folder.error().code, Errc::unusable);
  EXPECT_THAT(missing_folder.error().message, HasSubstr("its folder must exist"));
  fs::create_directory(folder / "a-folder");
  const auto a_folder = open_writer(folder / "a-folder");
  ASSERT_FALSE(a_folder);
  EXPECT_EQ(a_folder.error().code, Errc::unusable);
}

TEST(Refusal, of_a_damaged_file_says_to_restore_a_backup) {
  const test::TemporaryFolder folder;
  writer_of(folder / "t.db");
  std::string bytes = bytes_of(folder / "t.db");
  std::fill(bytes.begin() + 100, bytes.end(), '\x55');
  write_file(folder / "t.db", bytes);
  fs::remove(folder / "t.db-wal");
  const auto db = open_writer(folder / "t.db");
  ASSERT_FALSE(db);
  EXPECT_EQ(db.error().code, Errc::unusable);
  EXPECT_THAT(db.error().message, HasSubstr("restore a backup"));
}

TEST(Refusal, by_sqlite_is_told_in_words_that_say_what_to_do) {
  const test::TemporaryFolder folder;
  const fs::path path = folder / "t.db";
  const SQLite::Exception busy("database is locked", 5);
  const SQLite::Exception full("database or disk is full", 13);
  const SQLite::Exception read_only("attempt to write a readonly database", 8);
  EXPECT_THAT(explain(path, busy).message, HasSubstr("locked by another program"));
  EXPECT_THAT(explain(path, full).message, HasSubstr("the disk is full"));
  EXPECT_THAT(explain(path, read_only).message, HasSubstr("cannot be written by this user"));
}

} // namespace
} // namespace trainsync::schema
