#include "tests/simulator/clock.hpp"

#include <gtest/gtest.h>

namespace trainsync::simulator {
namespace {

TEST(Clock, writes_each_api_s_form) {
  Time time = *parse_date_time("2026-03-01T10:05:09.016Z");
  EXPECT_EQ(with_milliseconds(time), "2026-03-01T10:05:09.016Z");
  EXPECT_EQ(with_seconds(time), "2026-03-01T10:05:09Z");
  EXPECT_EQ(as_http_date(time), "Sun, 01 Mar 2026 10:05:09 GMT");
}

TEST(Clock, reads_zones_and_fractions) {
  EXPECT_EQ(parse_date_time("2026-03-01T11:00:00+01:00"), parse_date_time("2026-03-01T10:00:00Z"));
  EXPECT_EQ(parse_date_time("2026-03-01T08:30:00-01:30"), parse_date_time("2026-03-01T10:00:00Z"));
  EXPECT_EQ(parse_date_time("2026-03-01T10:00:00.5Z"),
            parse_date_time("2026-03-01T10:00:00.500123Z"));
}

TEST(Clock, takes_nothing_that_is_no_date_time) {
  for (const char* text :
       {"", "2026-03-01", "2026-03-01T10:00:00", "2026-03-01 10:00:00Z", "2026-02-30T10:00:00Z",
        "2026-03-01T24:00:00Z", "2026-03-01T10:60:00Z", "2026-03-01T10:00:00.Z", "1772359200",
        "2026-03-01T10:00:00Z ", "2026-03-01T10:00:00 01:00", "26-03-01T10:00:00Z"}) {
    EXPECT_FALSE(parse_date_time(text)) << text;
  }
}

} // namespace
} // namespace trainsync::simulator
