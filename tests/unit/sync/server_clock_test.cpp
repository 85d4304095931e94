#include "daemon/sync/server_clock.hpp"

#include "tests/unit/stamps.hpp"

#include <gtest/gtest.h>

namespace trainsync::sync {
namespace {

using namespace std::chrono_literals;
using model::Stamp;

const Stamp noon = test::at("2026-03-01T12:00:00Z");
const Stamp late = noon + std::chrono::years(1); // on a machine whose clock guards nothing

TEST(ServerClock, knows_nothing_before_the_first_reading) {
  EXPECT_FALSE(ServerClock().now(5s, late));
}

TEST(ServerClock, moves_on_by_the_time_that_passes_here) {
  ServerClock clock;
  clock.reading(noon, 100s);
  EXPECT_EQ(clock.now(100s, late), noon);
  EXPECT_EQ(clock.now(130s, late), noon + 30s);
}

TEST(ServerClock, tells_the_time_of_an_earlier_moment) {
  ServerClock clock;
  clock.reading(noon, 100s);
  EXPECT_EQ(clock.now(98s, late), noon - 2s);
}

TEST(ServerClock, is_not_pulled_ahead_by_one_node_whose_clock_is_wrong) {
  ServerClock clock;
  clock.reading(noon, 100s);
  clock.reading(noon + 1000h, 101s);
  EXPECT_EQ(clock.now(110s, late), noon + 10s);
}

TEST(ServerClock, believes_the_node_that_is_furthest_behind) {
  ServerClock clock;
  clock.reading(noon, 100s);
  clock.reading(noon - 5min, 101s);
  EXPECT_EQ(clock.now(101s, late), noon - 5min);
}

TEST(ServerClock, forgets_readings_that_later_ones_have_replaced) {
  ServerClock clock;
  clock.reading(noon - 5min, 100s);
  for (int i = 1; i <= 8; ++i)
    clock.reading(noon + std::chrono::seconds(i), 100s + std::chrono::seconds(i));
  EXPECT_EQ(clock.now(108s, late), noon + 8s);
}

TEST(ServerClock, of_an_earlier_process_tells_nothing_by_itself) {
  ServerClock clock;
  clock.recall(noon, 100s);
  EXPECT_FALSE(clock.now(100s, late)) << "the server may send no Date any more";
}

TEST(ServerClock, of_an_earlier_process_guards_the_first_readings) {
  ServerClock clock;
  clock.recall(noon, 100s);
  clock.reading(noon + 1000h, 100s);
  EXPECT_EQ(clock.now(100s, late), noon);
  clock.reading(noon + 1s, 101s);
  clock.reading(noon + 2s, 102s);
  EXPECT_EQ(clock.now(103s, late), noon + 3s);
}

TEST(ServerClock, of_an_earlier_process_does_not_hold_it_back_for_ever) {
  ServerClock clock;
  clock.recall(noon - 1000h, 100s); // the machine's clock was set meanwhile
  for (int i = 0; i < 3; ++i)
    clock.reading(noon, 100s);
  EXPECT_EQ(clock.now(100s, late), noon);
}

TEST(ServerClock, of_a_first_reading_is_not_believed_ahead_of_the_machine_s) {
  ServerClock clock;
  clock.recall(noon + 15min, 100s); // by a machine's clock that was set meanwhile
  clock.reading(noon + 16min, 100s);
  EXPECT_EQ(clock.now(100s, noon - 1min), noon - 1min);
}

TEST(ServerClock, that_was_read_often_is_believed_whatever_the_machine_s_says) {
  ServerClock clock;
  for (int i = 0; i < 3; ++i)
    clock.reading(noon, 100s);
  EXPECT_EQ(clock.now(100s, noon - 1h), noon);
  EXPECT_EQ(clock.now(100s, noon + 1h), noon);
}

} // namespace
} // namespace trainsync::sync
