#include "schema/sql.hpp"
#include "tests/unit/schema/files.hpp"

#include <sqlite3.h>

namespace trainsync::schema {
namespace {

using test::value_of;

// A file as the program of that version left it.
void make_version(const std::filesystem::path& path, int version) {
  SQLite::Database db(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  db.exec("PRAGMA journal_mode = WAL");
  for (int i = 0; i < version; ++i)
    db.exec(migrations[static_cast<std::size_t>(i)]);
  if (version > 0)
    db.exec("PRAGMA application_id = " + std::to_string(application_id));
  db.exec("PRAGMA user_version = " + std::to_string(version));
}

std::vector<std::string> objects_of_a_new_file() {
  const test::TemporaryFolder folder;
  SQLite::Database db = writer_of(folder / "new.db");
  return objects_of(db);
}

TEST(Migration, of_every_older_version_ends_in_the_newest) {
  ASSERT_GT(newest_version(), 0);
  for (int version = 0; version < newest_version(); ++version) {
    const test::TemporaryFolder folder;
    make_version(folder / "t.db", version);
    SQLite::Database db = writer_of(folder / "t.db");
    EXPECT_EQ(value_of(db, "PRAGMA user_version"), std::to_string(newest_version())) << version;
    EXPECT_EQ(value_of(db, "PRAGMA application_id"), std::to_string(application_id)) << version;
    EXPECT_EQ(objects_of(db), objects_of_a_new_file()) << "from version " << version;
    EXPECT_EQ(value_of(db, "PRAGMA integrity_check"), "ok") << version;
    EXPECT_TRUE(test::rows_of(db, "PRAGMA foreign_key_check").empty()) << version;
  }
}

TEST(Migration, keeps_the_rows_of_every_older_version) {
  for (int version = 1; version < newest_version(); ++version) {
    const test::TemporaryFolder folder;
    make_version(folder / "t.db", version);
    {
      SQLite::Database db((folder / "t.db").string(), SQLite::OPEN_READWRITE);
      db.exec("INSERT INTO sources (name, platform, host, tenant, filters, created_at) "
              "VALUES ('learn', 'learn', 'h', 't', '{}', '2026-01-01T00:00:00.000Z')");
      db.exec("INSERT INTO people (source, source_id, person_key) VALUES ('learn', 'u1', 'k')");
    }
    SQLite::Database db = writer_of(folder / "t.db");
    EXPECT_EQ(value_of(db, "SELECT source_id FROM people"), "u1") << version;
  }
}

TEST(Migration, works_inside_a_transaction) {
  for (int version = 0; version < newest_version(); ++version) {
    const test::TemporaryFolder folder;
    make_version(folder / "t.db", version);
    SQLite::Database db((folder / "t.db").string(), SQLite::OPEN_READWRITE);
    const auto before = objects_of(db);
    db.exec("BEGIN IMMEDIATE");
    db.exec(migrations[static_cast<std::size_t>(version)]);
    EXPECT_FALSE(sqlite3_get_autocommit(db.getHandle())) << "a migration that commits by itself";
    db.exec("ROLLBACK");
    EXPECT_EQ(objects_of(db), before) << "a kill inside it would leave a part of " << version + 1;
  }
}

TEST(Views, are_made_anew_where_their_text_has_changed) {
  const test::TemporaryFolder folder;
  const auto new_file = objects_of_a_new_file();
  {
    SQLite::Database db = writer_of(folder / "t.db");
    db.exec("UPDATE meta SET value = 'of an older version' WHERE key = 'views'");
    db.exec("DROP VIEW sync_health");
    db.exec("CREATE VIEW gone_since AS SELECT 1 AS x");
  }
  SQLite::Database db = writer_of(folder / "t.db");
  EXPECT_EQ(objects_of(db), new_file);
}

} // namespace
} // namespace trainsync::schema
