#include "daemon/report/chart.hpp"
#include "daemon/report/sections.hpp"
#include "daemon/report/table.hpp"
#include "daemon/report/words.hpp"

#include <algorithm>
#include <numeric>

namespace trainsync::report {
namespace {

constexpr std::size_t least_months = 12;

struct Row {
  std::chrono::year_month month;
  std::vector<std::int64_t> parts; // by platform that is in the file

  std::int64_t sum() const { return std::accumulate(parts.begin(), parts.end(), std::int64_t{}); }
  std::string name() const {
    return month_name(month.month()) + " " + std::to_string(static_cast<int>(month.year()));
  }
  std::string short_name() const {
    const std::string whole = name();
    return whole.substr(0, 3) + whole.substr(whole.find(' '));
  }
};

// Whether the platform may tell of completions in that month: Exec keeps no history, so nothing is
// known of the time before it was first read.
bool is_known(const Facts& facts, Platform platform, std::chrono::year_month month) {
  return platform == Platform::learn ||
         std::ranges::any_of(facts.sources, [&](const Source& source) {
           const auto since = month_of(source.first_read_at);
           return source.platform == platform && since && *since <= month;
         });
}

// From the first month with a completion, but a year at least.
std::vector<Row> rows_of(const Facts& facts, const std::vector<Platform>& present) {
  std::vector<Row> rows;
  const auto& by_month = facts.completions.by_month;
  for (std::size_t i = 0; i < by_month.size(); ++i) {
    Row row{facts.completions.months.at(static_cast<int>(i)), {}};
    for (const Platform platform : present)
      row.parts.push_back(by_month[i][index(platform)]);
    if (!rows.empty() || row.sum() > 0 || by_month.size() - i <= least_months)
      rows.push_back(std::move(row));
  }
  return rows;
}

Html chart(const std::vector<Row>& rows, const std::vector<Platform>& present) {
  std::vector<Series> series;
  for (const Platform platform : present)
    series.push_back({platform == Platform::learn ? "learn" : "exec", name_of(platform)});
  std::vector<Column> columns;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool is_major = (rows.size() - 1 - i) % 3 == 0;
    const bool begins_year = i == 0 || rows[i].month.month() == std::chrono::January;
    columns.push_back({month_name(rows[i].month.month()).substr(0, 3),
                       begins_year ? std::to_string(static_cast<int>(rows[i].month.year())) : "",
                       !is_major, rows[i].parts});
  }
  const Row& most = *std::ranges::max_element(rows, {}, &Row::sum);
  return column_chart({"chart-months", "Completions by month",
                       "From " + rows.front().name() + " to " + rows.back().name() +
                           ", which is not over. The most were " + number(most.sum()) + " in " +
                           most.name() + ". The table that follows has the figures."},
                      series, columns);
}

Table month_table(const Facts& facts, const std::vector<Row>& rows) {
  const std::vector<Platform> present = platforms_of(facts);
  Table table{.caption = "Completions by month", .heads = {"Month"}, .rows = {}};
  for (const Platform platform : present)
    table.heads.push_back(name_of(platform));
  if (present.size() > 1)
    table.heads.push_back("Together");
  for (const Row& row : rows) {
    std::vector<Html> cells{text(row.short_name())};
    for (std::size_t i = 0; i < present.size(); ++i)
      cells.push_back(text(is_known(facts, present[i], row.month) ? number(row.parts[i]) : "–"));
    if (present.size() > 1)
      cells.push_back(text(number(row.sum())));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Html undated(const Facts& facts) {
  Html sentences;
  for (const Platform platform : platforms_of(facts))
    if (const std::int64_t count = facts.completions.undated[index(platform)]; count > 0)
      sentences += paragraph(std::string(name_of(platform)) + ": " +
                             counted(count, "enrolment was", "enrolments were") +
                             " completed already when first seen, and nothing says "
                             "when; no month counts them.");
  return sentences;
}

} // namespace

Section months_section(const Facts& facts) {
  Section section{"months", "Completions by month", {}};
  const std::vector<Platform> present = platforms_of(facts);
  const std::vector<Row> rows = rows_of(facts, present);
  std::int64_t sum = 0;
  for (const Row& row : rows)
    sum += row.sum();
  const std::string since = rows.empty() ? "" : rows.front().name();
  if (sum == 0)
    section.body = paragraph("No completion is known since " + since + ".");
  else
    section.body = paragraph(counted(sum, "completion") + " since " + since +
                             "; the last month is not over.") +
                   chart(rows, present) +
                   folded("The figures as a table", table(month_table(facts, rows)));
  section.body +=
      undated(facts) +
      figures_from("status_history",
                   "Learn's months are from its own history; Exec keeps none, so there it is when "
                   "a sync saw it, and nothing is known before the first one. What was done again "
                   "counts again, and what people did who have "
                   "left since counts too.");
  return section;
}

} // namespace trainsync::report
