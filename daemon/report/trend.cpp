#include "daemon/report/chart.hpp"
#include "daemon/report/sections.hpp"
#include "daemon/report/table.hpp"
#include "daemon/report/words.hpp"

#include <numeric>
#include <span>

namespace trainsync::report {
namespace {

struct Curve {
  const char *id, *name;
  std::span<const std::int64_t> values;
};

std::vector<Curve> curves_of(const Trend& trend) {
  const auto shown = [&](const std::vector<std::int64_t>& weeks) {
    return std::span(weeks).subspan(trend.first);
  };
  return {{"chart-trend-completed", "Completed", shown(trend.completed)},
          {"chart-trend-overdue", "Became overdue", shown(trend.overdue)},
          {"chart-trend-new", "New enrolments", shown(trend.inserted)},
          {"chart-trend-deleted", "Deleted", shown(trend.deleted)}};
}

std::int64_t sum(std::span<const std::int64_t> values) {
  return std::accumulate(values.begin(), values.end(), std::int64_t{});
}

std::string short_day(model::Stamp stamp) {
  const std::string whole = day(stamp);
  return whole.substr(0, whole.find(' ') + 4);
}

Html panel(const Curve& curve, const Trend& trend) {
  const auto begin = [&](std::size_t week) { return trend.weeks.begin(static_cast<int>(week)); };
  const std::size_t last = trend.completed.size() - 1;
  const std::string weeks = counted(static_cast<std::int64_t>(curve.values.size()), "week");
  Html content = element("h3", text(curve.name)) +
                 paragraph(number(sum(curve.values)) + " in " + weeks + ", " +
                           number(curve.values.back()) + " this week so far");
  if (sum(curve.values) > 0 && curve.values.size() > 1)
    content += line_chart(
        {curve.id, std::string(curve.name) + ", week by week",
         "In the weeks from " + day(begin(trend.first)) + " to now: " + number(sum(curve.values)) +
             ", in the last whole week " + number(curve.values[curve.values.size() - 2]) +
             ". The table that follows has the figures."},
        {"curve", curve.name}, curve.values, short_day(begin(trend.first)), short_day(begin(last)));
  return element("div", {{"class", "panel"}}, content);
}

Table week_table(const std::vector<Curve>& curves, const Trend& trend) {
  Table table{.caption = "What changed, week by week", .heads = {"Week from"}, .rows = {}};
  table.is_wide = true;
  for (const Curve& curve : curves)
    table.heads.push_back(curve.name);
  for (std::size_t i = 0; i < curves.front().values.size(); ++i) {
    std::vector<Html> cells{text(day(trend.weeks.begin(static_cast<int>(trend.first + i))))};
    for (const Curve& curve : curves)
      cells.push_back(text(number(curve.values[i])));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

} // namespace

Section trend_section(const Facts& facts) {
  Section section{"trend", "What changed, week by week", {}};
  const Trend& trend = facts.trend;
  const std::vector<Curve> curves = curves_of(trend);
  std::int64_t all = 0;
  Html panels;
  for (const Curve& curve : curves) {
    all += sum(curve.values);
    panels += panel(curve, trend);
  }
  if (all == 0)
    section.body = paragraph("The change log shows no change yet of the kinds that are counted "
                             "here: completed, overdue, new and deleted.");
  else
    section.body = element("div", {{"class", "panels"}}, panels) +
                   folded("The figures as a table", table(week_table(curves, trend)));
  if (trend.first_reading > 0)
    section.body += paragraph(counted(trend.first_reading, "enrolment was", "enrolments were") +
                              " found when a source was read for the first time; they were there "
                              "before, so they do not count as new.");
  section.body += element(
      "p", {{"class", "from"}},
      text("From the table ") + element("code", text("changes")) +
          text(
              ", by when a sync saw it, in weeks from Monday. Overdue is the platform's word here; "
              "what only passed its date is no change."));
  return section;
}

} // namespace trainsync::report
