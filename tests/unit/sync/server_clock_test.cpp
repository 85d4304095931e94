#include "daemon/sync/server_clock.hpp"

#include "tests/unit/stamps.hpp"

#include <gtest/gtest.h>

namespace trainsync::sync {
namespace {

using namespace std::chrono_literals;
using model::Stamp;

const Stamp noon = test::at("2026-03-01T12:00:00Z");

TEST(ServerClock, knows_nothing_before_the_first_reading) {
  EXPECT_FALSE(ServerClock().now(5s));
}

TEST(ServerClock, moves_on_by_the_time_that_passes_here) {
  ServerClock clock;
  clock.reading(noon, 100s);
  EXPECT_EQ(clock.now(100s), noon);
  EXPECT_EQ(clock.now(130s), noon + 30s);
}

TEST(ServerClock, tells_the_time_of_an_earlier_moment) {
  ServerClock clock;
  clock.reading(noon, 100s);
  EXPECT_EQ(clock.now(98s), noon - 2s);
}

TEST(ServerClock, is_not_pulled_ahead_by_one_node_whose_clock_is_wrong) {
  ServerClock clock;
  clock.reading(noon, 100s);
  clock.reading(noon + 1000h, 101s);
  EXPECT_EQ(clock.now(110s), noon + 10s);
}

TEST(ServerClock, believes_the_node_that_is_furthest_behind) {
  ServerClock clock;
  clock.reading(noon, 100s);
  clock.reading(noon - 5min, 101s);
  EXPECT_EQ(clock.now(101s), noon - 5min);
}

TEST(ServerClock, forgets_readings_that_later_ones_have_replaced) {
  ServerClock clock;
  clock.reading(noon - 5min, 100s);
  for (int i = 1; i <= 8; ++i)
    clock.reading(noon + std::chrono::seconds(i), 100s + std::chrono::seconds(i));
  EXPECT_EQ(clock.now(108s), noon + 8s);
}

TEST(ServerClock, of_an_earlier_process_tells_nothing_by_itself) {
  ServerClock clock;
  clock.recall(noon, 100s);
  EXPECT_FALSE(clock.now(100s)) << "the server may send no Date any more";
}

TEST(ServerClock, of_an_earlier_process_guards_the_first_readings) {
  ServerClock clock;
  clock.recall(noon, 100s);
  clock.reading(noon + 1000h, 100s);
  EXPECT_EQ(clock.now(100s), noon);
  clock.reading(noon + 1s, 101s);
  clock.reading(noon + 2s, 102s);
  EXPECT_EQ(clock.now(103s), noon + 3s);
}

TEST(ServerClock, of_an_earlier_process_does_not_hold_it_back_for_ever) {
  ServerClock clock;
  clock.recall(noon - 1000h, 100s); // the machine's clock was set meanwhile
  for (int i = 0; i < 3; ++i)
    clock.reading(noon, 100s);
  EXPECT_EQ(clock.now(100s), noon);
}

} // namespace
} // namespace trainsync::sync
