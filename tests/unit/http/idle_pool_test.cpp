#include "daemon/http/idle_pool.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace trainsync::http {
namespace {

using namespace std::chrono_literals;
using Pool = IdlePool<std::shared_ptr<int>>;

const Pool::TimePoint start{};

TEST(IdlePool, gives_back_what_was_put_last) {
  Pool pool(8, 30s);
  pool.put("a", std::make_shared<int>(1), start);
  pool.put("a", std::make_shared<int>(2), start);
  EXPECT_EQ(*pool.take("a", start), 2);
  EXPECT_EQ(*pool.take("a", start), 1);
  EXPECT_EQ(pool.take("a", start), nullptr);
}

TEST(IdlePool, keeps_keys_apart) {
  Pool pool(8, 30s);
  pool.put("a", std::make_shared<int>(1), start);
  EXPECT_EQ(pool.take("b", start), nullptr);
}

TEST(IdlePool, drops_the_oldest_when_full) {
  Pool pool(1, 30s);
  const auto first = std::make_shared<int>(1);
  pool.put("a", first, start);
  pool.put("a", std::make_shared<int>(2), start);
  EXPECT_EQ(first.use_count(), 1);
  EXPECT_EQ(*pool.take("a", start), 2);
}

TEST(IdlePool, keeps_nothing_where_nothing_may_be_kept) {
  Pool pool(0, 30s);
  pool.put("a", std::make_shared<int>(1), start);
  EXPECT_EQ(pool.take("a", start), nullptr);
}

TEST(IdlePool, drops_what_was_idle_too_long_under_any_key) {
  Pool pool(8, 30s);
  const auto old = std::make_shared<int>(1);
  pool.put("a", old, start);
  pool.put("b", std::make_shared<int>(2), start + 20s);
  EXPECT_EQ(*pool.take("b", start + 30s), 2);
  EXPECT_EQ(old.use_count(), 1);
  EXPECT_EQ(pool.take("a", start + 30s), nullptr);
}

} // namespace
} // namespace trainsync::http
