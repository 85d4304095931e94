#include "daemon/model/stamp.hpp"

#include <gtest/gtest.h>

namespace trainsync::model {
namespace {

using namespace std::chrono;

// A day's first instant, made without the code that is tested.
constexpr Stamp day_of(int y, unsigned m, unsigned d) {
  return sys_days(year(y) / month(m) / day(d));
}

TEST(Stamp, is_read_in_every_form_that_iso_8601_gives_it) {
  const Stamp second = day_of(2023, 8, 23) + 9h + 9min + 16s;
  const std::pair<const char*, Stamp> cases[] = {
      {"2023-08-23T09:09:16.076Z", second + 76ms},
      {"2023-08-23T09:09:16Z", second},
      {"2023-08-23t09:09:16z", second},
      {"2023-08-23 09:09:16", second},
      {"2023-08-23T09:09:16", second},
      {"2023-08-23T09:09Z", day_of(2023, 8, 23) + 9h + 9min},
      {"2023-08-23", day_of(2023, 8, 23)},
      {"2023-08-23T09:09:16,5Z", second + 500ms},
      {"2023-08-23T09:09:16.07Z", second + 70ms},
      {"2023-08-23T09:09:16.123456789Z", second + 123ms},
      {"2023-08-23T09:09:16.9999Z", second + 999ms},
      {"2023-08-23T09:09:16+00:00", second},
      {"2023-08-23T11:09:16+02:00", second},
      {"2023-08-23T11:09:16+0200", second},
      {"2023-08-23T11:09:16+02", second},
      {"2023-08-23T03:39:16.5-05:30", second + 500ms},
      {"2023-08-24T08:08:16+22:59", second},
      {"2016-12-31T23:59:60Z", day_of(2017, 1, 1)}};
  for (const auto& [text, stamp] : cases)
    EXPECT_EQ(parse_stamp(text), stamp) << text;
}

TEST(Stamp, is_nothing_where_the_text_is_none) {
  for (const char* text : {"",
                           "x",
                           "2023",
                           "2023-08",
                           "2023-8-23",
                           "2023-08-2",
                           "2023-13-01",
                           "2023-00-01",
                           "2023-01-00",
                           "2023-01-32",
                           "2023-04-31",
                           "20230823",
                           "2023/08/23",
                           " 2023-08-23",
                           "2023-08-23 ",
                           "2023-08-23Z",
                           "2023-08-23T",
                           "2023-08-23T09",
                           "2023-08-23T09:",
                           "2023-08-23T9:09:16Z",
                           "2023-08-23T24:00:00Z",
                           "2023-08-23T09:60:00Z",
                           "2023-08-23T09:09:61Z",
                           "2023-08-23T09:09:Z",
                           "2023-08-23T09:09:16.Z",
                           "2023-08-23T09:09:16.0x",
                           "2023-08-23T09:09:16ZZ",
                           "2023-08-23T09:09:16 Z",
                           "2023-08-23T09:09:16+",
                           "2023-08-23T09:09:16+2",
                           "2023-08-23T09:09:16+02:",
                           "2023-08-23T09:09:16+02:0",
                           "2023-08-23T09:09:16+02:60",
                           "2023-08-23T09:09:16+24:00",
                           "2023-08-23T09:09:16*02:00",
                           "1692781756",
                           "-2023-08-23",
                           "02023-08-23"})
    EXPECT_FALSE(parse_stamp(text)) << text;
}

TEST(Stamp, knows_the_leap_years) {
  const std::pair<int, bool> cases[] = {{1900, false}, {2000, true},  {2023, false},
                                        {2024, true},  {2100, false}, {2400, true}};
  for (const auto& [y, leap] : cases)
    EXPECT_EQ(parse_stamp(std::to_string(y) + "-02-29").has_value(), leap) << y;
}

TEST(Stamp, is_of_the_years_1_to_9999_in_utc) {
  EXPECT_EQ(parse_stamp("0001-01-01T00:00:00.000Z"), day_of(1, 1, 1));
  EXPECT_EQ(parse_stamp("9999-12-31T23:59:59.999Z"), day_of(9999, 12, 31) + 24h - 1ms);
  for (const char* text : {"0000-12-31T23:59:59Z", "0001-01-01T00:59:59+01:00",
                           "9999-12-31T23:59:60Z", "9999-12-31T23:00:00-01:00", "10000-01-01"})
    EXPECT_FALSE(parse_stamp(text)) << text;
}

TEST(Stamp, is_written_so_that_it_sorts_as_text) {
  EXPECT_EQ(format_stamp(Stamp{}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(format_stamp(day_of(2024, 2, 29) + 23h + 5min + 6s + 7ms), "2024-02-29T23:05:06.007Z");
  EXPECT_EQ(format_stamp(day_of(1, 1, 1)), "0001-01-01T00:00:00.000Z");
  EXPECT_EQ(format_stamp(Stamp{} - 1ms), "1969-12-31T23:59:59.999Z");
}

TEST(Stamp, comes_back_as_it_was_written) {
  const Stamp end = day_of(9999, 12, 31) + 24h;
  std::string before;
  for (Stamp stamp = day_of(1, 1, 1); stamp < end; stamp += 37 * 24h + 5h + 7min + 11s + 13ms) {
    const std::string text = format_stamp(stamp);
    ASSERT_EQ(parse_stamp(text), stamp) << text;
    ASSERT_LT(before, text);
    before = text;
  }
}

} // namespace
} // namespace trainsync::model
