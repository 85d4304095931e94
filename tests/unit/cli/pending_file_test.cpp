#include "daemon/cli/export/pending_file.hpp"
#include "tests/unit/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace trainsync::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

PendingFile pending(const fs::path& place, const std::string& text) {
  PendingFile file = PendingFile::create(place).value();
  EXPECT_EQ(write(file.descriptor(), text.data(), text.size()), std::ssize(text));
  return file;
}

std::ptrdiff_t files_in(const fs::path& folder) {
  return std::distance(fs::directory_iterator(folder), {});
}

TEST(PendingFile, takes_its_place_only_once_it_is_whole) {
  const test::TemporaryFolder folder;
  PendingFile file = pending(folder / "t.csv", "new");
  EXPECT_FALSE(fs::exists(folder / "t.csv"));
  ASSERT_TRUE(file.put_in_place());
  EXPECT_EQ(text_of(folder / "t.csv"), "new");
  EXPECT_EQ(files_in(folder / ""), 1);
}

TEST(PendingFile, leaves_the_old_file_and_nothing_else_where_it_was_given_up) {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "t.csv") << "old";
  {
    const PendingFile file = pending(folder / "t.csv", "new");
    EXPECT_EQ(files_in(folder / ""), 2);
  }
  EXPECT_EQ(text_of(folder / "t.csv"), "old");
  EXPECT_EQ(files_in(folder / ""), 1);
}

TEST(PendingFile, may_be_read_by_whom_the_umask_lets) {
  const test::TemporaryFolder folder;
  const mode_t before = umask(027);
  PendingFile file = pending(folder / "t.csv", "new");
  umask(before);
  ASSERT_TRUE(file.put_in_place());
  EXPECT_EQ(fs::status(folder / "t.csv").permissions(),
            fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
}

TEST(PendingFile, goes_where_a_link_leads) {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "real.csv") << "old";
  fs::create_symlink(folder / "real.csv", folder / "link.csv");
  PendingFile file = pending(folder / "link.csv", "new");
  ASSERT_TRUE(file.put_in_place());
  EXPECT_TRUE(fs::is_symlink(folder / "link.csv"));
  EXPECT_EQ(text_of(folder / "real.csv"), "new");
}

TEST(PendingFile, says_what_to_do_where_there_is_no_folder) {
  const test::TemporaryFolder folder;
  const auto file = PendingFile::create(folder / "none/t.csv");
  ASSERT_FALSE(file);
  EXPECT_THAT(file.error(), HasSubstr("cannot be written: its folder does not exist; make it"));
}

} // namespace
} // namespace trainsync::cli
