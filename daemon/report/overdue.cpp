#include "daemon/report/chart.hpp"
#include "daemon/report/items.hpp"
#include "daemon/report/table.hpp"
#include "daemon/report/words.hpp"

#include <algorithm>

namespace trainsync::report {
namespace {

constexpr std::array<const char*, ages> age_names{"Up to 7 days", "8 to 30 days", "31 to 90 days",
                                                  "More than 90 days", "No past date known"};
constexpr std::size_t dateless = ages - 1;

// All ages with a date, and the one without where something is in it.
std::vector<std::size_t> ages_of(const Ages& by_age) {
  std::vector<std::size_t> shown{0, 1, 2, 3};
  if (by_age[dateless] > 0)
    shown.push_back(dateless);
  return shown;
}

Html age_chart(const Facts& facts, const Ages& all) {
  std::vector<Series> series;
  for (const Platform platform : platforms_of(facts))
    series.push_back({platform == Platform::learn ? "learn" : "exec", name_of(platform)});
  std::vector<Bar> bars;
  std::string description = "By how long something is overdue: ";
  for (const std::size_t age : ages_of(all)) {
    Bar bar{text(age_names[age]), number(all[age]), {}, *std::ranges::max_element(all)};
    for (const Platform platform : platforms_of(facts))
      bar.parts.push_back(facts.tally[index(platform)].overdue_by_age[age]);
    bars.push_back(std::move(bar));
    description += std::string(age > 0 ? ", " : "") + age_names[age] + " " + number(all[age]);
  }
  return bar_chart({"chart-overdue", "Overdue by how long", description + "."}, series, bars);
}

Table age_table(const Facts& facts, const Ages& all) {
  const std::vector<Platform> present = platforms_of(facts);
  Table table{.caption = "Overdue by how long", .heads = {"Overdue for"}, .rows = {}};
  for (const Platform platform : present)
    table.heads.push_back(name_of(platform));
  if (present.size() > 1)
    table.heads.push_back("Together");
  for (const std::size_t age : ages_of(all)) {
    std::vector<Html> cells{text(age_names[age])};
    for (const Platform platform : present)
      cells.push_back(text(number(facts.tally[index(platform)].overdue_by_age[age])));
    if (present.size() > 1)
      cells.push_back(text(number(all[age])));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Html item_chart(const Facts& facts) {
  std::vector<Bar> bars;
  for (const Item& item : facts.items.most_overdue)
    bars.push_back({item_name(item, facts),
                    number(item.tally.overdue),
                    {item.tally.overdue},
                    facts.items.most_overdue.front().tally.overdue});
  const std::vector<Series> series{{"late", "Overdue"}};
  return bar_chart({"chart-overdue-items", "Overdue by item",
                    "For each of " + counted(static_cast<std::int64_t>(bars.size()), "item") +
                        ", how many enrolments are overdue. The table that follows has the "
                        "figures."},
                   series, bars);
}

Table item_table(const Facts& facts) {
  const std::vector<std::size_t> shown = ages_of(total(facts.tally).overdue_by_age);
  Table table{.caption = "Overdue by item, and for how long",
              .heads = {"Item", "Overdue"},
              .rows = {},
              .is_wide = true};
  for (const std::size_t age : shown)
    table.heads.emplace_back(age_names[age]);
  table.heads.emplace_back("Longest");
  for (const Item& item : facts.items.most_overdue) {
    std::vector<Html> cells{item_name(item, facts), text(number(item.tally.overdue))};
    for (const std::size_t age : shown)
      cells.push_back(text(number(item.tally.overdue_by_age[age])));
    cells.push_back(text(counted(item.tally.longest_overdue_days, "day")));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Html by_item(const Facts& facts) {
  return element("h3", text("By item")) + item_chart(facts) +
         folded("The figures as a table", table(item_table(facts))) +
         and_more(facts.items.overdue_count, facts.items.most_overdue.size(),
                  "items with something overdue", "completion_by_item");
}

} // namespace

Section overdue_section(const Facts& facts) {
  Section section{"overdue", "What is overdue, and for how long", {}};
  const Tally all = total(facts.tally);
  if (all.overdue == 0) {
    section.body =
        paragraph(all.enrolments == 0 ? "There are no enrolments that count, so none is overdue."
                                      : "Nothing is overdue.");
    return section;
  }
  section.body =
      paragraph(counted(all.overdue, "enrolment is", "enrolments are") + " overdue, of " +
                counted(facts.people.overdue, "person", "people") + "; the longest for " +
                counted(all.longest_overdue_days, "day") + ".") +
      age_chart(facts, all.overdue_by_age) +
      folded("The figures as a table", table(age_table(facts, all.overdue_by_age))) +
      by_item(facts) +
      figures_from("overdue_now", "Overdue is what the platform calls so, or whose date has passed "
                                  "and that is neither done nor failed. People who have left are "
                                  "not counted, as far as Learn says so.");
  return section;
}

Section people_section(const Facts& facts) {
  Section section{"people", "The most overdue people", {}};
  if (facts.names->empty()) {
    section.body = paragraph("Nobody is overdue.");
    return section;
  }
  Table list{.caption = "People with something overdue, those who are late for longest first",
             .heads = {"Person", "Overdue items", "Longest", "Which"},
             .rows = {},
             .is_wide = true,
             .has_words = true};
  for (const OverduePerson& person : *facts.names)
    list.rows.push_back({foreign(person.person, title_columns), text(number(person.overdue)),
                         text(person.days ? counted(*person.days, "day") : "no date"),
                         foreign(person.item, title_columns)});
  section.body = paragraph("This page names people. Hand it only to those who may know.") +
                 table(list) +
                 and_more(facts.people.overdue, facts.names->size(), "people", "overdue_now") +
                 figures_from("overdue_now");
  return section;
}

} // namespace trainsync::report
