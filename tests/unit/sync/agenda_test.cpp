#include "daemon/sync/agenda.hpp"

#include <gtest/gtest.h>

namespace trainsync::sync {
namespace {

using namespace std::chrono_literals;

class Middle final : public Random {
public:
  double next() override { return value; }
  double value = 0.5; // no jitter
};

const store::StreamKey one{"learn", "enrolments", "a1"}, other{"learn", "enrolments", "a2"};

class AgendaTest : public testing::Test {
protected:
  AgendaTest() { agenda.begin_round(1h); }

  // The wait after that many passes in a row that were not whole.
  Duration wait_after(int failures, Duration interval) {
    Agenda fresh(random);
    fresh.begin_round(1h);
    for (int i = 0; i < failures; ++i)
      fresh.ended(one, false, interval);
    return fresh.due(one) - 1h;
  }

  Middle random;
  Agenda agenda{random};
};

TEST_F(AgendaTest, has_what_it_never_heard_of_due_at_once) {
  EXPECT_TRUE(agenda.is_due(one));
  EXPECT_EQ(agenda.due(one), 0ms);
}

TEST_F(AgendaTest, has_a_stream_due_an_interval_after_its_round_began) {
  agenda.ended(one, true, 5min);
  EXPECT_EQ(agenda.due(one), 1h + 5min);
  agenda.begin_round(1h + 5min - 1ms);
  EXPECT_FALSE(agenda.is_due(one));
  EXPECT_TRUE(agenda.is_due(other));
  agenda.begin_round(1h + 5min);
  EXPECT_TRUE(agenda.is_due(one));
}

TEST_F(AgendaTest, keeps_the_streams_of_a_round_together_whatever_the_jitter) {
  for (const double chance : {0.0, 0.3, 0.99}) {
    random.value = chance;
    agenda.begin_round(2h);
    agenda.ended(one, true, 10min);
    random.value = 0.5;
    agenda.ended(other, true, 10min);
    EXPECT_EQ(agenda.due(one), agenda.due(other));
    EXPECT_GE(agenda.due(one), 2h + 9min);
    EXPECT_LE(agenda.due(one), 2h + 11min);
  }
}

TEST_F(AgendaTest, waits_twice_as_long_after_each_failure_up_to_an_hour) {
  EXPECT_EQ(wait_after(1, 5min), 5min);
  EXPECT_EQ(wait_after(2, 5min), 10min);
  EXPECT_EQ(wait_after(4, 5min), 40min);
  EXPECT_EQ(wait_after(5, 5min), 1h);
  EXPECT_EQ(wait_after(1000, 5min), 1h);
}

TEST_F(AgendaTest, never_waits_less_than_the_interval) {
  EXPECT_EQ(wait_after(1, 24h), 24h);
  EXPECT_EQ(wait_after(9, 24h), 24h);
}

TEST_F(AgendaTest, forgets_failures_once_a_pass_is_whole) {
  agenda.ended(one, false, 5min);
  agenda.ended(one, false, 5min);
  agenda.ended(one, true, 5min);
  agenda.ended(one, false, 5min);
  EXPECT_EQ(agenda.due(one), 1h + 5min);
}

TEST_F(AgendaTest, obeys_a_longer_wait_that_it_is_told) {
  agenda.ended(one, false, 5min, 30h);
  EXPECT_EQ(agenda.due(one), 30h);
  agenda.ended(one, true, 5min, 1h + 1min);
  EXPECT_EQ(agenda.due(one), 1h + 5min);
}

TEST_F(AgendaTest, goes_on_from_what_an_earlier_process_left) {
  agenda.recall(other, {{one, 2h, 2, false}}, 1h);
  EXPECT_EQ(agenda.due(one), 2h);
  agenda.ended(one, false, 5min);
  EXPECT_EQ(agenda.due(one), 1h + 20min);
}

TEST_F(AgendaTest, has_everything_due_once_it_is_woken) {
  agenda.ended(one, true, 5min);
  agenda.ended(other, true, 5min);
  agenda.wake(one);
  EXPECT_TRUE(agenda.is_due(one));
  EXPECT_FALSE(agenda.is_due(other));
  agenda.wake_all();
  EXPECT_TRUE(agenda.is_due(other));
}

TEST_F(AgendaTest, has_due_again_what_ends_in_a_round_that_it_was_woken_in) {
  agenda.wake_all();
  agenda.ended(one, true, 5min);
  EXPECT_EQ(agenda.due(one), 0ms);
  agenda.begin_round(2h);
  agenda.ended(one, true, 5min);
  EXPECT_EQ(agenda.due(one), 2h + 5min);
}

TEST_F(AgendaTest, that_was_woken_has_due_what_an_earlier_process_had_not) {
  agenda.wake_all();
  agenda.recall(other, {{one, 5h, 0, false}, {other, 5h, 0, false}}, 1h);
  EXPECT_EQ(agenda.due(one), 0ms);
  EXPECT_EQ(agenda.due(other), 0ms);
}

TEST_F(AgendaTest, has_due_at_once_what_an_earlier_process_did_not_finish_and_the_round_with_it) {
  agenda.recall(other, {{one, 2h, 1, true}, {other, 3h, 0, false}}, 1h);
  EXPECT_EQ(agenda.due(one), 0ms);
  EXPECT_EQ(agenda.due(other), 0ms);
  agenda.ended(one, false, 5min);
  EXPECT_EQ(agenda.due(one), 1h + 10min) << "its failures still count";
}

TEST_F(AgendaTest, has_the_round_due_as_soon_as_a_stream_that_an_earlier_process_left_is_due) {
  agenda.recall(other, {{one, 1h, 0, false}, {other, 3h, 0, false}}, 1h);
  EXPECT_EQ(agenda.due(one), 1h);
  EXPECT_EQ(agenda.due(other), 0ms);
  Agenda later(random);
  later.recall(other, {{one, 1h + 1ms, 0, false}, {other, 3h, 0, false}}, 1h);
  EXPECT_EQ(later.due(other), 3h);
}

TEST_F(AgendaTest, remembers_how_many_a_listing_left_unknown) {
  EXPECT_EQ(agenda.left_unknown(one), 0);
  agenda.leave_unknown(one, 3);
  agenda.ended(one, true, 5min);
  EXPECT_EQ(agenda.left_unknown(one), 3);
}

TEST(StretchedInterval, is_the_configured_one_where_a_day_has_room_for_that_many_rounds) {
  EXPECT_EQ(stretched_interval(15min, 9, 900), 15min);
  EXPECT_EQ(stretched_interval(15min, 0, 900), 15min);
}

TEST(StretchedInterval, spreads_the_rounds_that_fit_over_the_day) {
  EXPECT_EQ(stretched_interval(15min, 90, 900), 144min);
  EXPECT_EQ(stretched_interval(15min, 1800, 900), 48h);
}

TEST(StretchedInterval, never_asks_for_more_than_the_budget) {
  for (std::int64_t requests = 1; requests < 3000; requests += 7) {
    const Duration interval = stretched_interval(1s, requests, 900);
    EXPECT_LE(static_cast<double>(24h / interval * requests), 900 + requests);
  }
}

TEST(SpreadInterval, lies_in_the_last_quarter_and_is_the_same_each_time) {
  std::set<Duration> seen;
  for (int i = 0; i < 50; ++i) {
    const std::string id = "assignment " + std::to_string(i);
    const Duration spread = spread_interval(24h, id);
    EXPECT_EQ(spread, spread_interval(24h, id));
    EXPECT_GE(spread, 18h);
    EXPECT_LE(spread, 24h);
    seen.insert(spread);
  }
  EXPECT_GT(seen.size(), 40u);
}

} // namespace
} // namespace trainsync::sync
