#include "daemon/report/words.hpp"

#include "daemon/report/scale.hpp"

#include <gmock/gmock.h>

namespace trainsync::report {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

TEST(Words, of_numbers_have_commas) {
  EXPECT_EQ(number(0), "0");
  EXPECT_EQ(number(999), "999");
  EXPECT_EQ(number(1000), "1,000");
  EXPECT_EQ(number(1234567), "1,234,567");
  EXPECT_EQ(number(-1234), "-1,234");
}

TEST(Words, follow_their_number) {
  EXPECT_EQ(counted(1, "person", "people"), "1 person");
  EXPECT_EQ(counted(2, "person", "people"), "2 people");
  EXPECT_EQ(counted(0, "day"), "0 days");
}

TEST(Words, of_a_share_never_round_to_all_or_nothing) {
  EXPECT_EQ(percent(0, 0), "–");
  EXPECT_EQ(percent(0, 7), "0%");
  EXPECT_EQ(percent(7, 7), "100%");
  EXPECT_EQ(percent(1, 3), "33%");
  EXPECT_EQ(percent(1, 1000), "<1%");
  EXPECT_EQ(percent(999, 1000), ">99%");
}

TEST(Words, of_an_age_are_in_the_unit_that_fits) {
  const model::Stamp now = *model::parse_stamp("2026-11-22T10:23:45Z");
  EXPECT_EQ(age(now - 5s, now), "less than a minute");
  EXPECT_EQ(age(now - 90s, now), "1 minute");
  EXPECT_EQ(age(now - 119min, now), "119 minutes");
  EXPECT_EQ(age(now - 47h, now), "47 hours");
  EXPECT_EQ(age(now - 72h, now), "3 days");
  EXPECT_EQ(minute(now), "22 November 2026, 10:23 UTC");
}

TEST(Words, of_a_list_end_in_and) {
  EXPECT_EQ(listed({"a"}), "a");
  EXPECT_EQ(listed({"a", "b", "c"}), "a, b and c");
}

TEST(Scale, ends_at_a_round_number_that_holds_all) {
  EXPECT_THAT(scale_to(0).marks, ElementsAre(1));
  EXPECT_THAT(scale_to(3).marks, ElementsAre(1, 2, 3));
  EXPECT_THAT(scale_to(40).marks, ElementsAre(10, 20, 30, 40));
  EXPECT_THAT(scale_to(23'456).marks, ElementsAre(5'000, 10'000, 15'000, 20'000, 25'000));
  EXPECT_EQ(scale_to(23'456).top, 25'000);
}

TEST(Scale, names_large_numbers_shortly) {
  EXPECT_EQ(short_number(999), "999");
  EXPECT_EQ(short_number(20'000), "20k");
  EXPECT_EQ(short_number(1'500'000), "1.5M");
}

} // namespace
} // namespace trainsync::report
