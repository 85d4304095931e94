#include "daemon/sync/retry_policy.hpp"

#include <gtest/gtest.h>

namespace trainsync::sync {
namespace {

using namespace std::chrono_literals;

class Always final : public Random {
public:
  explicit Always(double value) : value_(value) {}
  double next() override { return value_; }

private:
  double value_;
};

Always half(0.5), zero(0.0), nearly_one(0.999);

TEST(RetryPolicy, backs_off_twice_as_long_each_time_and_gives_up_after_five) {
  RetryPolicy policy(half);
  for (const Duration wait : {500ms, 1000ms, 2000ms, 4000ms, 8000ms})
    EXPECT_EQ(policy.after_failure({}), wait);
  EXPECT_FALSE(policy.after_failure({}));
  EXPECT_FALSE(policy.after_failure({}));
}

TEST(RetryPolicy, waits_a_random_share_of_that) {
  EXPECT_EQ(RetryPolicy(zero).after_failure({}), 0ms);
  EXPECT_EQ(RetryPolicy(nearly_one).after_failure({}), 999ms);
}

TEST(RetryPolicy, waits_as_long_as_a_failing_server_asks_and_counts_it_as_a_try) {
  RetryPolicy policy(half);
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(policy.after_failure(7s), 7s);
  EXPECT_FALSE(policy.after_failure(7s));
}

TEST(RetryPolicy, obeys_a_rate_limit_without_counting_it_as_a_try) {
  RetryPolicy policy(zero);
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(policy.after_rate_limit(60s), 60s);
  RetryPolicy fresh(half);
  fresh.after_rate_limit(60s);
  EXPECT_EQ(fresh.after_failure({}), 500ms);
}

TEST(RetryPolicy, obeys_no_longer_wait_than_it_may) {
  RetryPolicy policy(zero, 1h);
  EXPECT_EQ(policy.after_rate_limit(48h), 1h);
  EXPECT_EQ(policy.after_failure(48h), 1h);
  EXPECT_EQ(policy.after_rate_limit(59min), 59min);
  EXPECT_EQ(RetryPolicy(zero).after_rate_limit(48h), 48h);
}

TEST(RetryPolicy, spreads_those_who_wait_for_the_same_moment) {
  EXPECT_EQ(RetryPolicy(half).after_rate_limit(60s), 60s + 250ms);
}

TEST(RetryPolicy, backs_off_where_a_rate_limit_names_no_wait) {
  RetryPolicy policy(half);
  for (const Duration wait : {500ms, 1000ms, 2000ms, 4000ms, 8000ms})
    EXPECT_EQ(policy.after_rate_limit({}), wait);
  EXPECT_FALSE(policy.after_rate_limit({}));
}

TEST(RetryPolicy, gives_up_on_a_rate_limit_that_never_ends) {
  RetryPolicy policy(half);
  int waits = 0;
  while (waits < 100 && policy.after_rate_limit(1s))
    ++waits;
  EXPECT_EQ(waits, 25);
}

} // namespace
} // namespace trainsync::sync
