#include "tests/unit/schema/files.hpp"

#include <SQLiteCpp/Exception.h>

namespace trainsync::schema {
namespace {

using test::value_of;
namespace fs = std::filesystem;

TEST(OpenWriter, makes_a_file_where_there_is_none) {
  const test::TemporaryFolder folder;
  SQLite::Database db = writer_of(folder / "t.db");
  EXPECT_EQ(value_of(db, "PRAGMA application_id"), std::to_string(application_id));
  EXPECT_EQ(value_of(db, "PRAGMA user_version"), std::to_string(newest_version()));
  EXPECT_EQ(value_of(db, "SELECT count(*) FROM enrolments"), "0");
}

TEST(OpenWriter, takes_an_empty_file_for_none) {
  const test::TemporaryFolder folder;
  write_file(folder / "t.db", "");
  SQLite::Database db = writer_of(folder / "t.db");
  EXPECT_EQ(value_of(db, "SELECT count(*) FROM enrolments"), "0");
}

TEST(OpenWriter, sets_what_the_file_is_written_with) {
  const test::TemporaryFolder folder;
  SQLite::Database db = writer_of(folder / "t.db");
  EXPECT_EQ(value_of(db, "PRAGMA journal_mode"), "wal");
  EXPECT_EQ(value_of(db, "PRAGMA synchronous"), "1");
  EXPECT_EQ(value_of(db, "PRAGMA foreign_keys"), "1");
}

TEST(OpenWriter, makes_tables_that_check_types_and_keys) {
  const test::TemporaryFolder folder;
  SQLite::Database db = writer_of(folder / "t.db");
  EXPECT_EQ(value_of(db, "SELECT count(*) FROM pragma_table_list "
                         "WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite_%' "
                         "AND NOT strict"),
            "0");
  EXPECT_THROW(db.exec("INSERT INTO people (source, source_id, person_key) VALUES ('no', '1', '')"),
               SQLite::Exception);
}

TEST(OpenWriter, changes_nothing_in_a_file_that_is_up_to_date) {
  const test::TemporaryFolder folder;
  writer_of(folder / "t.db");
  const std::string before = bytes_of(folder / "t.db");
  for (int i = 0; i < 3; ++i) {
    SQLite::Database db = writer_of(folder / "t.db");
    EXPECT_EQ(value_of(db, "PRAGMA user_version"), std::to_string(newest_version()));
  }
  EXPECT_TRUE(bytes_of(folder / "t.db") == before);
}

TEST(OpenWriter, leaves_the_schema_cookie_of_a_file_that_is_up_to_date) {
  const test::TemporaryFolder folder;
  std::string before;
  {
    SQLite::Database db = writer_of(folder / "t.db");
    before = value_of(db, "PRAGMA schema_version");
  }
  SQLite::Database db = writer_of(folder / "t.db");
  EXPECT_EQ(value_of(db, "PRAGMA schema_version"), before)
      << "readers would have to read the schema again";
}

TEST(OpenWriter, leaves_the_wal_behind_so_that_those_who_may_only_read_can_open_the_file) {
  const test::TemporaryFolder folder;
  {
    SQLite::Database db = writer_of(folder / "t.db");
    db.exec("INSERT INTO meta (key, value) VALUES ('x', 'y')");
  }
  EXPECT_TRUE(fs::exists(folder / "t.db-wal"));
  EXPECT_TRUE(fs::exists(folder / "t.db-shm"));
}

TEST(OpenReader, sees_what_was_written_while_the_writer_is_open_and_after) {
  const test::TemporaryFolder folder;
  const auto seen = [&] {
    auto reader = open_reader(folder / "t.db");
    return reader ? value_of(*reader, "SELECT value FROM meta WHERE key = 'x'")
                  : reader.error().message;
  };
  {
    SQLite::Database db = writer_of(folder / "t.db");
    db.exec("INSERT INTO meta (key, value) VALUES ('x', 'y')");
    EXPECT_EQ(seen(), "y");
  }
  EXPECT_EQ(seen(), "y");
}

TEST(OpenReader, cannot_write) {
  const test::TemporaryFolder folder;
  writer_of(folder / "t.db");
  auto reader = open_reader(folder / "t.db");
  ASSERT_TRUE(reader);
  EXPECT_THROW(reader->exec("DELETE FROM meta"), SQLite::Exception);
}

TEST(OpenReader, makes_no_file) {
  const test::TemporaryFolder folder;
  const auto reader = open_reader(folder / "t.db");
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().code, Errc::unusable);
  EXPECT_EQ(reader.error().message,
            (folder / "t.db").string() + " does not exist yet: run trainsync sync first");
  EXPECT_FALSE(fs::exists(folder / "t.db"));
}

TEST(OpenReader, of_an_empty_file_says_that_nothing_was_synced) {
  const test::TemporaryFolder folder;
  write_file(folder / "t.db", "");
  const auto reader = open_reader(folder / "t.db");
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().message,
            (folder / "t.db").string() + " is empty: run trainsync sync first");
  EXPECT_TRUE(open_writer(folder / "t.db"));
  EXPECT_TRUE(open_reader(folder / "t.db"));
}

} // namespace
} // namespace trainsync::schema
