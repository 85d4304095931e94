#include "daemon/sync/budget.hpp"

#include "tests/unit/stamps.hpp"

#include <gtest/gtest.h>

namespace trainsync::sync {
namespace {

using namespace std::chrono_literals;
using model::Stamp;

const Stamp noon = test::at("2026-03-01T12:00:00Z");
constexpr BudgetLimits plenty{1'000'000, 1'000'000};

void spend(Budget& budget, Stamp at, int count) {
  for (int i = 0; i < count; ++i) {
    EXPECT_LE(budget.next_allowed(at), at);
    budget.spend(at);
  }
}

TEST(Budget, lets_the_first_request_go_at_once) {
  EXPECT_EQ(Budget({1, 1}, {}).next_allowed(noon), noon);
}

TEST(Budget, allows_so_many_in_any_minute) {
  Budget budget({3, 1000}, {});
  spend(budget, noon, 1);
  spend(budget, noon + 10s, 1);
  spend(budget, noon + 20s, 1);
  EXPECT_EQ(budget.next_allowed(noon + 30s), noon + 60s);
  EXPECT_EQ(budget.next_allowed(noon + 59s), noon + 60s);
  spend(budget, noon + 60s, 1);
  EXPECT_EQ(budget.next_allowed(noon + 60s), noon + 70s);
}

TEST(Budget, counts_once_what_is_sent_without_asking) {
  Budget budget({2, 10}, {});
  budget.spend(noon);
  budget.spend(noon + 10s);
  EXPECT_EQ(budget.next_allowed(noon + 20s), noon + 60s);
  EXPECT_EQ(budget.left_today(noon + 20s), 8);
}

TEST(Budget, allows_no_burst_around_the_turn_of_a_minute) {
  Budget budget({3, 1000}, {});
  spend(budget, noon + 59s, 3);
  EXPECT_EQ(budget.next_allowed(noon + 61s), noon + 119s);
}

TEST(Budget, allows_so_many_in_any_24_hours) {
  Budget budget({1000, 3}, {});
  spend(budget, noon, 2);
  spend(budget, noon + 1h, 1);
  EXPECT_EQ(budget.next_allowed(noon + 2h), noon + 24h + 1min);
  EXPECT_EQ(budget.left_today(noon + 2h), 0);
  spend(budget, noon + 24h + 1min, 2);
  EXPECT_EQ(budget.next_allowed(noon + 24h + 1min), noon + 25h + 1min);
}

TEST(Budget, tells_how_much_is_left_of_the_day) {
  Budget budget({1000, 10}, {});
  EXPECT_EQ(budget.left_today(noon), 10);
  spend(budget, noon, 4);
  EXPECT_EQ(budget.left_today(noon), 6);
  EXPECT_EQ(budget.left_today(noon + 24h), 6) << "its minute is not yet a day ago";
  EXPECT_EQ(budget.left_today(noon + 24h + 1min), 10);
  EXPECT_EQ(budget.per_day(), 10);
}

TEST(Budget, of_a_day_is_not_reset_by_a_restart) {
  Budget budget({1000, 10}, {{noon - 23h, 6}, {noon - 1h, 3}});
  EXPECT_EQ(budget.left_today(noon), 1);
  spend(budget, noon, 1);
  EXPECT_EQ(budget.next_allowed(noon), noon + 1h + 1min);
}

TEST(Budget, of_a_day_forgets_what_is_older) {
  Budget budget({1000, 10}, {{noon - 25h, 10}});
  EXPECT_EQ(budget.left_today(noon), 10);
}

TEST(Budget, of_a_day_that_is_overdrawn_waits_for_as_much_as_it_takes) {
  Budget budget({1000, 2}, {{noon - 20h, 3}, {noon - 10h, 3}, {noon - 5h, 1}});
  EXPECT_EQ(budget.left_today(noon), 0);
  EXPECT_EQ(budget.next_allowed(noon), noon + 14h + 1min);
}

TEST(Budget, of_a_minute_is_not_reset_by_a_restart) {
  Budget budget({3, 1000}, {{noon, 3}});
  EXPECT_EQ(budget.next_allowed(noon + 10s), noon + 70s) << "they may have gone just now";
  Budget later({3, 1000}, {{noon, 3}});
  EXPECT_EQ(later.next_allowed(noon + 90s), noon + 120s) << "at the end of their minute";
  Budget much_later({3, 1000}, {{noon, 3}});
  EXPECT_EQ(much_later.next_allowed(noon + 120s), noon + 120s);
}

TEST(Budget, of_a_minute_counts_what_went_before_and_after_a_restart_together) {
  Budget budget({3, 1000}, {{noon, 2}});
  spend(budget, noon + 10s, 1);
  EXPECT_EQ(budget.next_allowed(noon + 10s), noon + 70s);
}

TEST(Budget, survives_a_clock_that_is_set_back) {
  Budget budget({3, 10}, {});
  spend(budget, noon, 3);
  const Stamp earlier = noon - 5h;
  EXPECT_EQ(budget.left_today(earlier), 7) << "they are counted, as of now";
  EXPECT_EQ(budget.next_allowed(earlier), earlier + 60s) << "not at noon, and not at once";
  spend(budget, earlier + 60s, 3);
  EXPECT_EQ(budget.left_today(earlier + 24h + 2min), 10);
}

TEST(Budget, survives_a_clock_that_was_set_back_between_two_processes) {
  Budget budget({3, 10}, {{noon + 5h, 9}});
  EXPECT_EQ(budget.left_today(noon), 1);
  EXPECT_LE(budget.next_allowed(noon), noon + 60s);
}

TEST(Budget, is_never_exceeded_in_any_minute_or_day) {
  const BudgetLimits limits{5, 60};
  Budget budget(limits, {});
  std::vector<Stamp> sent;
  Stamp now = noon;
  unsigned random = 1;
  while (sent.size() < 300) {
    random = random * 69069 + 1;
    now += std::chrono::milliseconds(random / 65536 % 20'000);
    now = std::max(now, budget.next_allowed(now));
    ASSERT_LE(budget.next_allowed(now), now) << "the wait was too short";
    budget.spend(now);
    sent.push_back(now);
  }
  for (std::size_t i = 0; i < sent.size(); ++i) {
    if (i >= 5)
      ASSERT_GE(sent[i] - sent[i - 5], 60s);
    if (i >= 60)
      ASSERT_GE(sent[i] - sent[i - 60], 24h);
  }
}

TEST(Budget, costs_little_where_it_is_large) {
  Budget budget(plenty, {});
  for (int i = 0; i < 200'000; ++i) {
    const Stamp now = noon + std::chrono::milliseconds(i);
    EXPECT_EQ(budget.next_allowed(now), now);
    budget.spend(now);
  }
}

} // namespace
} // namespace trainsync::sync
