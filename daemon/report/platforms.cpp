#include "daemon/report/items.hpp"
#include "daemon/report/table.hpp"
#include "daemon/report/words.hpp"

#include <cmath>

namespace trainsync::report {
namespace {

std::string mean_score(const Tally& tally) {
  if (tally.scores == 0)
    return "–";
  const auto tenths = std::llround(10 * tally.score_sum / static_cast<double>(tally.scores));
  return std::to_string(tenths / 10) + "." + std::to_string(std::abs(tenths % 10));
}

Html chart(const Facts& facts) {
  std::vector<Bar> bars;
  std::string description = "The share of the enrolments that can be begun. ";
  for (const Platform platform : platforms_of(facts)) {
    const Tally& tally = facts.tally[index(platform)];
    bars.push_back(progress_bar(text(name_of(platform)), tally));
    description += std::string(name_of(platform)) + ": " +
                   percent(tally.completed, tally.startable()) + " completed, " +
                   percent(tally.overdue, tally.startable()) + " overdue. ";
  }
  return bar_chart({"chart-platforms", "Completion by platform", description}, progress_series(),
                   bars);
}

template <class Figure>
std::vector<Html> row(const Facts& facts, const char* name, Figure figure) {
  std::vector<Html> cells{text(name)};
  for (const Platform platform : platforms_of(facts))
    cells.push_back(text(figure(facts.tally[index(platform)])));
  return cells;
}

Table figures(const Facts& facts) {
  Table table{.caption = "The platforms side by side", .heads = {"What"}, .rows = {}};
  for (const Platform platform : platforms_of(facts))
    table.heads.push_back(name_of(platform));
  table.rows = {row(facts, "Enrolments", [](const Tally& t) { return number(t.enrolments); }),
                row(facts, "Completed", [](const Tally& t) { return number(t.completed); }),
                row(facts, "Share completed",
                    [](const Tally& t) { return percent(t.completed, t.startable()); }),
                row(facts, "Overdue", [](const Tally& t) { return number(t.overdue); }),
                row(facts, "Failed", [](const Tally& t) { return number(t.failed); }),
                row(facts, "Still open", [](const Tally& t) { return number(t.still_open); }),
                row(facts, "Not available yet", [](const Tally& t) { return number(t.scheduled); }),
                row(facts, "Mean of the best scores", mean_score)};
  return table;
}

std::vector<Html> group_row(const char* name, const People::Group& group) {
  std::vector<Html> cells{text(name), text(number(group.people))};
  for (const Tally& tally : group.tally)
    cells.push_back(text(percent(tally.completed, tally.startable())));
  return cells;
}

Html people(const Facts& facts) {
  const People& people = facts.people;
  Table table{.caption = "People by where they have enrolments",
              .heads = {"Enrolled on", "People", "Done on Learn", "Done on Exec"},
              .rows = {group_row("Both", people.both), group_row("Learn only", people.only[0]),
                       group_row("Exec only", people.only[1])}};
  return element("h3", text("People")) +
         paragraph(counted(people.count(), "person has", "people have") +
                   " enrolments: " + number(people.both.people) + " on both platforms, " +
                   number(people.only[0].people) + " on Learn only and " +
                   number(people.only[1].people) +
                   " on Exec only. The shares are of their enrolments that can be begun.") +
         report::table(table);
}

} // namespace

Section platforms_section(const Facts& facts) {
  Section section{"platforms", "The platforms side by side", {}};
  const std::vector<Platform> present = platforms_of(facts);
  if (present.empty() || total(facts.tally).enrolments == 0) {
    section.body = paragraph("There are no enrolments that count, so there is nothing to compare.");
    return section;
  }
  section.body = chart(facts) + table(figures(facts));
  if (present.size() > 1)
    section.body += people(facts);
  else
    section.body += paragraph("Only " + std::string(name_of(present.front())) + " is in the file.");
  section.body +=
      figures_from("completion_by_item", "People are joined by person_key, which is the e-mail; "
                                         "unmatched_people lists the accounts that join no other.");
  return section;
}

} // namespace trainsync::report
