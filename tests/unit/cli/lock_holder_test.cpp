#include "daemon/cli/status/lock_holder.hpp"

#include "daemon/store/lock.hpp"
#include "tests/unit/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>

namespace trainsync::cli {
namespace {

TEST(LockHolder, is_who_holds_the_flock_on_that_inode) {
  constexpr const char* locks = "1: POSIX  ADVISORY  WRITE 100 fe:01:77 0 EOF\n"
                                "2: FLOCK  ADVISORY  WRITE 200 fe:01:78 0 EOF\n"
                                "3: FLOCK  ADVISORY  WRITE 300 fe:01:77 0 EOF\n";
  EXPECT_EQ(flock_holder(locks, 0xfe, 1, 77), 300);
  EXPECT_EQ(flock_holder(locks, 0xfe, 2, 77), std::nullopt);
  EXPECT_EQ(flock_holder("", 0xfe, 1, 77), std::nullopt);
}

// The kernel names no process of another namespace.
TEST(LockHolder, may_not_be_known) {
  EXPECT_EQ(flock_holder("1: FLOCK  ADVISORY  WRITE 0 fe:01:77 0 EOF\n", 0xfe, 1, 77),
            std::nullopt);
}

TEST(LockHolder, is_seen_without_taking_the_lock) {
  if (!std::filesystem::exists("/proc/locks"))
    GTEST_SKIP() << "there is no /proc/locks here";
  const test::TemporaryFolder folder;
  EXPECT_EQ(writer_of(folder / "t.db"), std::nullopt);
  const auto lock = store::Lock::take(folder / "t.db");
  ASSERT_TRUE(lock);
  const auto holder = writer_of(folder / "t.db");
  if (!holder)
    GTEST_SKIP() << "the file's device has another number in /proc/locks here";
  EXPECT_EQ(*holder, getpid());
}

} // namespace
} // namespace trainsync::cli
