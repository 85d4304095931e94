#include "daemon/report/chart.hpp"

#include "daemon/report/table.hpp"

#include <gmock/gmock.h>

namespace trainsync::report {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::vector<Series> two{{"done", "Done"}, {"open", "Open"}};

TEST(BarChart, draws_each_part_after_the_one_before) {
  const std::vector<Bar> bars{{text("Safety"), "25%", {1, 2}, 4}};
  const std::string svg = bar_chart({"c", "Title", "Words"}, two, bars).markup();
  EXPECT_THAT(svg, HasSubstr(R"(<rect class="done" x="0.00%" y="24" width="25.00%")"));
  EXPECT_THAT(svg, HasSubstr(R"(<rect class="open" x="25.00%" y="24" width="50.00%")"));
  EXPECT_THAT(svg, HasSubstr(">25%</text>"));
}

TEST(BarChart, draws_nothing_of_nothing) {
  const std::vector<Bar> bars{{text("Safety"), "–", {0, 0}, 0}};
  EXPECT_THAT(bar_chart({"c", "Title", "Words"}, two, bars).markup(),
              Not(HasSubstr(R"(rect class="done" x)")));
}

TEST(BarChart, says_in_words_what_it_shows) {
  const std::string svg = bar_chart({"c", "A <title>", "Words"}, two, {}).markup();
  EXPECT_THAT(svg, HasSubstr(R"(role="img" aria-labelledby="c-title c-description")"));
  EXPECT_THAT(svg, HasSubstr(R"(<title id="c-title">A &lt;title&gt;</title>)"));
  EXPECT_THAT(svg, HasSubstr(R"(<desc id="c-description">Words</desc>)"));
}

TEST(ColumnChart, stacks_its_parts_on_a_round_scale) {
  const std::vector<Column> columns{{"Jan", "2026", false, {10, 10}}, {"Feb", "", true, {0, 0}}};
  const std::string svg = column_chart({"c", "Title", "Words"}, two, columns).markup();
  // 20 is the whole height of 170 pixels, above which 18 are left.
  EXPECT_THAT(svg,
              HasSubstr(R"(<rect class="done" x="17.80%" y="103" width="28.90%" height="85")"));
  EXPECT_THAT(svg, HasSubstr(R"(<rect class="open" x="17.80%" y="18" width="28.90%" height="85")"));
  EXPECT_THAT(svg, HasSubstr(R"(<g class="minor"><text)"));
  EXPECT_THAT(svg, HasSubstr(">2026</text>"));
}

TEST(LineChart, goes_from_the_first_value_to_the_last) {
  const std::vector<std::int64_t> values{0, 10};
  const std::string svg =
      line_chart({"c", "Title", "Words"}, two.front(), values, "1 May", "8 May").markup();
  EXPECT_THAT(svg, HasSubstr(R"(<line class="done" x1="12.00%" y1="108" x2="97.00%" y2="18")"));
}

TEST(LineChart, of_one_value_is_a_dot) {
  const std::vector<std::int64_t> value{7};
  const std::string svg = line_chart({"c", "T", "W"}, two.front(), value, "", "").markup();
  EXPECT_THAT(svg, HasSubstr("<circle"));
  EXPECT_THAT(svg, Not(HasSubstr(R"(<line class="done")")));
}

TEST(Legend, is_needed_for_more_than_one_series) {
  EXPECT_TRUE(legend(std::span(two).first(1)).empty());
  EXPECT_THAT(legend(two).markup(), HasSubstr("Open</li>"));
}

TEST(TableOfFigures, names_its_columns_for_who_sees_only_a_row) {
  Table figures{.caption = "Figures", .heads = {"Item", "Overdue"}, .rows = {}};
  figures.rows.push_back({text("Safety"), text("3")});
  const std::string html = table(figures).markup();
  EXPECT_THAT(html, HasSubstr("<caption>Figures</caption>"));
  EXPECT_THAT(html, HasSubstr(R"(<th role="rowheader" scope="row">Safety</th>)"));
  EXPECT_THAT(html, HasSubstr(R"(data-label="Overdue">3</td>)"));
}

} // namespace
} // namespace trainsync::report
