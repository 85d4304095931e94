#include "config/quantity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trainsync::config {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(Duration, is_a_whole_number_and_a_unit) {
  EXPECT_EQ(parse_duration("250ms"), 250ms);
  EXPECT_EQ(parse_duration("10s"), 10s);
  EXPECT_EQ(parse_duration("5m"), 5min);
  EXPECT_EQ(parse_duration("24h"), 24h);
  EXPECT_EQ(parse_duration("90d"), std::chrono::days(90));
  EXPECT_EQ(parse_duration("0s"), 0s);
}

TEST(Duration, with_a_wrong_unit_or_none_is_told_the_right_ones) {
  for (const auto* text : {"5", "5 m", "5min", "5M", "m", "", "1.5h", "1h30m", "-5m"}) {
    const auto value = parse_duration(text);
    ASSERT_FALSE(value.has_value()) << text;
    EXPECT_THAT(value.error(), HasSubstr("ms, s, m, h or d")) << text;
  }
}

TEST(Duration, too_large_to_count_is_refused) {
  EXPECT_FALSE(parse_duration("99999999999999999999s").has_value());
  EXPECT_FALSE(parse_duration("9223372036854775807d").has_value());
}

TEST(Duration, is_shown_as_people_write_it) {
  EXPECT_EQ(show_duration(0ms), "0s");
  EXPECT_EQ(show_duration(1s), "1s");
  EXPECT_EQ(show_duration(60s), "60s");
  EXPECT_EQ(show_duration(120s), "2m");
  EXPECT_EQ(show_duration(24h), "24h");
  EXPECT_EQ(show_duration(std::chrono::days(90)), "90d");
  EXPECT_EQ(show_duration(1500ms), "1500ms");
}

TEST(Size, is_a_whole_number_and_a_unit_of_1000_or_1024) {
  EXPECT_EQ(parse_size("32MiB"), 32u << 20);
  EXPECT_EQ(parse_size("500KB"), 500'000u);
  EXPECT_EQ(parse_size("1GiB"), 1u << 30);
  EXPECT_EQ(parse_size("12B"), 12u);
}

TEST(Size, with_a_wrong_unit_or_none_is_told_the_right_ones) {
  for (const auto* text : {"5", "5 MB", "5mb", "5M", "", "-1KB"}) {
    const auto value = parse_size(text);
    ASSERT_FALSE(value.has_value()) << text;
    EXPECT_THAT(value.error(), HasSubstr("B, KB, KiB, MB, MiB, GB or GiB")) << text;
  }
}

TEST(Size, is_shown_as_people_write_it) {
  EXPECT_EQ(show_size(0), "0B");
  EXPECT_EQ(show_size(1u << 20), "1MiB");
  EXPECT_EQ(show_size(500'000), "500KB");
  EXPECT_EQ(show_size(1'234), "1234B");
}

} // namespace
} // namespace trainsync::config
