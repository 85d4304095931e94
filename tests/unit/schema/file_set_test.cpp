#include "schema/file_set.hpp"

#include "tests/unit/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace trainsync::schema {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class FileSetTest : public testing::Test {
protected:
  FileSetTest() {
    for (const char* suffix : {"", "-wal", "-shm"})
      make(path.string() + suffix);
  }

  static void make(const fs::path& file) { std::ofstream(file) << "content"; }
  static std::string said(const FileSet& files) {
    const auto changed = files.changed();
    EXPECT_TRUE(!changed || changed->code == Errc::replaced);
    return changed ? changed->message : "";
  }

  test::TemporaryFolder folder;
  fs::path path = folder / "t.db";
};

TEST_F(FileSetTest, that_is_written_to_is_the_same) {
  const FileSet files(path);
  make(path);
  EXPECT_EQ(said(files), "");
}

TEST_F(FileSetTest, says_which_of_its_files_has_gone) {
  for (const char* suffix : {"", "-wal", "-shm"}) {
    const FileSet files(path);
    const fs::path file = path.string() + suffix;
    fs::rename(file, folder / "away");
    EXPECT_EQ(said(files),
              file.string() + " was moved away or deleted while trainsync had it open");
    fs::rename(folder / "away", file);
    EXPECT_EQ(said(files), "") << "it is back";
  }
}

TEST_F(FileSetTest, says_which_of_its_files_is_another_one) {
  const FileSet files(path);
  make(folder / "backup");
  fs::rename(folder / "backup", path);
  EXPECT_EQ(said(files), path.string() + " was replaced while trainsync had it open");
}

TEST_F(FileSetTest, takes_notice_of_a_lock_that_is_taken_away) {
  const fs::path lock = path.string() + "-lock";
  make(lock);
  const FileSet files(path);
  fs::remove(lock);
  EXPECT_THAT(said(files), HasSubstr(lock.string()));
}

TEST_F(FileSetTest, leaves_nothing_of_the_old_file_beside_a_new_one) {
  const FileSet files(path);
  make(folder / "backup");
  fs::rename(folder / "backup", path);
  files.remove_leftovers();
  EXPECT_TRUE(fs::exists(path));
  for (const char* suffix : {"-wal", "-shm"})
    EXPECT_FALSE(fs::exists(path.string() + suffix)) << suffix;
}

TEST_F(FileSetTest, leaves_alone_what_came_with_a_new_file) {
  const FileSet files(path);
  for (const char* suffix : {"", "-wal"}) {
    make(folder / "backup");
    fs::rename(folder / "backup", path.string() + suffix);
  }
  files.remove_leftovers();
  EXPECT_TRUE(fs::exists(path.string() + "-wal"));
  EXPECT_FALSE(fs::exists(path.string() + "-shm"));
}

TEST_F(FileSetTest, leaves_nothing_beside_a_file_that_is_gone_where_the_wal_holds_nothing) {
  const FileSet files(path);
  std::ofstream(path.string() + "-wal", std::ios::trunc).close();
  fs::remove(path);
  files.remove_leftovers();
  for (const char* suffix : {"-wal", "-shm"})
    EXPECT_FALSE(fs::exists(path.string() + suffix)) << suffix;
}

TEST_F(FileSetTest, leaves_alone_what_belongs_to_a_file_that_is_away_for_a_while) {
  const FileSet files(path);
  fs::rename(path, folder / "away");
  files.remove_leftovers();
  fs::rename(folder / "away", path);
  files.remove_leftovers();
  EXPECT_TRUE(fs::exists(path.string() + "-wal"));
  EXPECT_EQ(said(files), "");
}

} // namespace
} // namespace trainsync::schema
