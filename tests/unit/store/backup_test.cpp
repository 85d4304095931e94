// A copy of the file, whole or not there at all.
#include "daemon/store/backup.hpp"

#include "daemon/store/forgetting.hpp"
#include "tests/unit/store/fixture.hpp"

#include <fstream>

namespace trainsync::store {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

class BackupTest : public StoreTest {
protected:
  BackupTest() {
    see(day(0), {enrolment("e1"), enrolment("e2")});
    store.end_run(run, Outcome::whole, false, "", day(1));
  }

  std::expected<BackupReport, std::string> back_up(const fs::path& target, bool replace = false) {
    SQLite::Database reader = schema::open_reader(path).value();
    return store::back_up(reader, target, replace, [&] { return stopped; });
  }
  std::string error_of(const fs::path& target) {
    const auto report = back_up(target);
    return report ? "no error" : report.error();
  }
  bool stopped = false;
  Lines files() {
    Lines names;
    for (const auto& entry : fs::directory_iterator(folder / "."))
      if (!entry.path().filename().string().starts_with("t.db"))
        names.push_back(entry.path().filename().string());
    return names;
  }
};

TEST_F(BackupTest, holds_every_row_and_says_as_of_when) {
  const auto report = back_up(folder / "b.db");
  ASSERT_TRUE(report) << report.error();
  EXPECT_EQ(report->enrolments, 2);
  EXPECT_EQ(report->people, 1);
  EXPECT_EQ(report->as_of, "2026-03-02T00:00:00.000Z");
  EXPECT_EQ(report->bytes, static_cast<std::int64_t>(fs::file_size(folder / "b.db")));
  EXPECT_THAT(report->remarks, IsEmpty());
  SQLite::Database copy((folder / "b.db").string());
  for (const char* table : {"enrolments", "people", "changes", "sync_runs"})
    EXPECT_EQ(test::rows_of(copy, std::string("SELECT * FROM ") + table),
              rows(std::string("SELECT * FROM ") + table));
  EXPECT_THAT(files(), ElementsAre("b.db"));
}

TEST_F(BackupTest, is_one_state_while_a_writer_goes_on) {
  file.exec("BEGIN IMMEDIATE");
  file.exec("DELETE FROM status_periods");
  const auto report = back_up(folder / "b.db");
  ASSERT_TRUE(report) << report.error();
  file.exec("COMMIT");
  SQLite::Database copy((folder / "b.db").string());
  EXPECT_EQ(test::value_of(copy, "SELECT count(*) > 0 FROM status_periods"), "1");
}

TEST_F(BackupTest, is_a_file_that_can_be_written_on) {
  ASSERT_TRUE(back_up(folder / "b.db"));
  SQLite::Database restored = schema::open_writer(folder / "b.db").value();
  EXPECT_EQ(test::value_of(restored, "PRAGMA journal_mode"), "wal");
  Store again(std::move(restored), {});
  EXPECT_EQ(again.live_rows("learn", ""), 2);
}

TEST_F(BackupTest, has_the_rights_of_the_original) {
  using enum fs::perms;
  fs::permissions(path, owner_read | owner_write | group_read | others_read);
  ASSERT_TRUE(back_up(folder / "b.db"));
  EXPECT_EQ(fs::status(folder / "b.db").permissions(), owner_read | owner_write | group_read)
      << "others have no business in it";
}

TEST_F(BackupTest, replaces_no_file_unless_told_to) {
  std::ofstream(folder / "b.db") << "precious";
  EXPECT_THAT(error_of(folder / "b.db"), HasSubstr("is already there"));
  EXPECT_EQ(fs::file_size(folder / "b.db"), 8u);
  EXPECT_TRUE(back_up(folder / "b.db", true));
  EXPECT_GT(fs::file_size(folder / "b.db"), 8u);
  EXPECT_THAT(files(), ElementsAre("b.db"));
}

TEST_F(BackupTest, never_replaces_the_original) {
  for (const char* name : {"t.db", "t.db-wal"}) {
    const auto report = back_up(folder / name, true);
    ASSERT_FALSE(report);
    EXPECT_THAT(report.error(), HasSubstr("is the original"));
  }
}

TEST_F(BackupTest, refuses_a_place_that_is_none_and_leaves_nothing) {
  EXPECT_THAT(error_of(folder / "."), HasSubstr("is a directory; name a file in it"));
  EXPECT_THAT(error_of(folder / "none" / "b.db"), HasSubstr("No such file or directory"));
  EXPECT_THAT(error_of("/dev/null"), HasSubstr("is no ordinary file"));
  EXPECT_THAT(files(), IsEmpty());
}

TEST_F(BackupTest, that_is_interrupted_leaves_nothing) {
  stopped = true;
  EXPECT_THAT(error_of(folder / "b.db"), HasSubstr("interrupted"));
  EXPECT_THAT(files(), IsEmpty());
}

TEST_F(BackupTest, refuses_to_copy_what_is_damaged) {
  file.exec("PRAGMA foreign_keys = OFF");
  file.exec("DELETE FROM people");
  EXPECT_THAT(error_of(folder / "b.db"), HasSubstr("names rows that are not there"));
  EXPECT_THAT(files(), IsEmpty());
}

TEST_F(BackupTest, takes_the_key_of_forgotten_people_along) {
  SQLite::Database db = schema::open_writer(path).value();
  ASSERT_TRUE(Forgetting(db, {}).forget("u1", day(2)));
  const auto report = back_up(folder / "b.db");
  ASSERT_TRUE(report) << report.error();
  EXPECT_TRUE(report->with_key);
  EXPECT_THAT(files(), testing::UnorderedElementsAre("b.db", "b.db-forget-key"));
  EXPECT_EQ(fs::status(folder / "b.db-forget-key").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  Store restored(schema::open_writer(folder / "b.db").value(), {});
  EXPECT_FALSE(restored.forgotten()->nobody());
  fs::remove(ForgetKey::file_of(path));
  EXPECT_THAT(error_of(folder / "c.db"), HasSubstr("a backup without it cannot keep them out"));
}

} // namespace
} // namespace trainsync::store
