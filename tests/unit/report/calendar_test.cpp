#include "daemon/report/calendar.hpp"

#include <gtest/gtest.h>

namespace trainsync::report {
namespace {

model::Stamp stamp(const char* text) {
  return *model::parse_stamp(text);
}

TEST(Months, end_with_the_current_one_and_cross_a_year) {
  const Months months(stamp("2026-02-28T23:59:59.999Z"), 4);
  EXPECT_EQ(months.at(0), std::chrono::year(2025) / 11);
  EXPECT_EQ(months.index_of("2025-11-01T00:00:00.000Z"), 0U);
  EXPECT_EQ(months.index_of("2026-02-28T23:59:59.999Z"), 3U);
  EXPECT_EQ(months.index_of("2025-10-31T23:59:59.999Z"), std::nullopt);
  EXPECT_EQ(months.index_of("2026-03-01T00:00:00.000Z"), std::nullopt);
}

TEST(Weeks, begin_on_monday) {
  const Weeks weeks(stamp("2026-11-22T10:00:00Z"), 2); // a Sunday
  EXPECT_EQ(weeks.begin(0), stamp("2026-11-09"));
  EXPECT_EQ(weeks.begin(1), stamp("2026-11-16"));
  EXPECT_EQ(weeks.index_of("2026-11-08T23:59:59.999Z"), std::nullopt);
  EXPECT_EQ(weeks.index_of("2026-11-15T23:59:59.999Z"), 0U);
  EXPECT_EQ(weeks.index_of("2026-11-16T00:00:00.000Z"), 1U);
  EXPECT_EQ(weeks.index_of("2026-11-23T00:00:00.000Z"), std::nullopt);
  EXPECT_EQ(Weeks(stamp("2026-11-16T00:00:00Z"), 1).begin(0), stamp("2026-11-16"));
}

TEST(Weeks, know_no_week_of_what_is_no_stamp) {
  const Weeks weeks(stamp("2026-11-22T10:00:00Z"), 2);
  for (const char* text : {"", "2026", "2026-13-01", "x026-11-16", "2026-11-"})
    EXPECT_EQ(weeks.index_of(text), std::nullopt) << text;
}

} // namespace
} // namespace trainsync::report
