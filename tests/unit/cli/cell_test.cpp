#include "daemon/cli/export/cell.hpp"
#include "tests/unit/stamps.hpp"

#include <gtest/gtest.h>

namespace trainsync::cli {
namespace {

const std::string stamp = "2026-03-31T09:30:00.250Z";

TEST(Cell, takes_the_kind_of_its_column) {
  EXPECT_EQ(typed(ColumnKind::stamp, stamp), Cell(test::at(stamp)));
  EXPECT_EQ(typed(ColumnKind::plain, stamp), Cell(stamp));
  EXPECT_EQ(typed(ColumnKind::yes_or_no, std::int64_t{1}), Cell(YesOrNo{true}));
  EXPECT_EQ(typed(ColumnKind::yes_or_no, std::int64_t{0}), Cell(YesOrNo{false}));
  EXPECT_EQ(typed(ColumnKind::plain, std::int64_t{1}), Cell(std::int64_t{1}));
}

TEST(Cell, stays_as_it_is_where_it_is_not_of_that_kind) {
  for (const Cell& odd : {Cell("soon"), Cell("2026-03-31"), Cell("2026-03-31T09:30:00+02:00000"),
                          Cell("2026-02-31T09:30:00.250Z"), Cell(), Cell(std::int64_t{5})})
    EXPECT_EQ(typed(ColumnKind::stamp, odd), odd);
  EXPECT_EQ(typed(ColumnKind::yes_or_no, std::int64_t{2}), Cell(std::int64_t{2}));
  EXPECT_EQ(typed(ColumnKind::yes_or_no, "yes"), Cell("yes"));
}

} // namespace
} // namespace trainsync::cli
