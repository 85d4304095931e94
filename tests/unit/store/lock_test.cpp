#include "daemon/store/lock.hpp"

#include "tests/unit/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <unistd.h>

#include <optional>

namespace trainsync::store {
namespace {

using testing::HasSubstr;

TEST(Lock, is_held_by_one_at_a_time) {
  const test::TemporaryFolder folder;
  const auto first = Lock::take(folder / "t.db");
  ASSERT_TRUE(first);
  const auto second = Lock::take(folder / "t.db");
  ASSERT_FALSE(second);
  EXPECT_TRUE(second.error().held);
  EXPECT_THAT(second.error().message,
              HasSubstr("another trainsync (process " + std::to_string(getpid()) + ") is writing"));
}

TEST(Lock, is_free_again_when_its_holder_ends) {
  const test::TemporaryFolder folder;
  ASSERT_TRUE(Lock::take(folder / "t.db"));
  EXPECT_TRUE(Lock::take(folder / "t.db"));
}

TEST(Lock, stays_held_when_it_is_moved) {
  const test::TemporaryFolder folder;
  std::optional<Lock> kept;
  {
    auto taken = Lock::take(folder / "t.db");
    ASSERT_TRUE(taken);
    kept.emplace(std::move(*taken));
  }
  EXPECT_FALSE(Lock::take(folder / "t.db"));
  kept.reset();
  EXPECT_TRUE(Lock::take(folder / "t.db"));
}

TEST(Lock, of_one_file_does_not_hold_another) {
  const test::TemporaryFolder folder;
  const auto first = Lock::take(folder / "t.db");
  EXPECT_TRUE(Lock::take(folder / "other.db"));
}

TEST(Lock, makes_no_database) {
  const test::TemporaryFolder folder;
  const auto lock = Lock::take(folder / "t.db");
  EXPECT_FALSE(std::filesystem::exists(folder / "t.db"));
  EXPECT_TRUE(std::filesystem::exists(folder / "t.db-lock"));
}

TEST(Lock, that_cannot_be_made_says_why) {
  const test::TemporaryFolder folder;
  const auto lock = Lock::take(folder / "no/such/folder/t.db");
  ASSERT_FALSE(lock);
  EXPECT_FALSE(lock.error().held);
  EXPECT_THAT(lock.error().message, HasSubstr("The folder of database.path must exist"));
}

} // namespace
} // namespace trainsync::store
