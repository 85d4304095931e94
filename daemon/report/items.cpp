#include "daemon/report/items.hpp"

#include "daemon/report/table.hpp"
#include "daemon/report/text.hpp"
#include "daemon/report/words.hpp"

namespace trainsync::report {
namespace {

Table item_table(const Facts& facts) {
  Table table{.caption = "Completion by item: the items with the most enrolments",
              .heads = {"Item", "Enrolments", "Completed", "Overdue", "Failed", "Still open",
                        "Not available yet", "Share completed"},
              .rows = {},
              .is_wide = true};
  for (const Item& item : facts.items.largest) {
    const Tally& t = item.tally;
    table.rows.push_back({item_name(item, facts), text(number(t.enrolments)),
                          text(number(t.completed)), text(number(t.overdue)),
                          text(number(t.failed)), text(number(t.still_open)),
                          text(number(t.scheduled)), text(percent(t.completed, t.startable()))});
  }
  return table;
}

Html item_chart(const Facts& facts) {
  std::vector<Bar> bars;
  for (const Item& item : facts.items.largest)
    bars.push_back(progress_bar(item_name(item, facts), item.tally));
  return bar_chart({"chart-items", "Completion by item",
                    "For each of " + counted(static_cast<std::int64_t>(bars.size()), "item") +
                        ", the share that is completed, overdue, failed and still open, of the "
                        "enrolments that can be begun. The table that follows has the figures."},
                   progress_series(), bars);
}

} // namespace

std::vector<Series> progress_series() {
  return {{"completed", "Completed"},
          {"overdue", "Overdue"},
          {"failed", "Failed"},
          {"open", "Still open"}};
}

Bar progress_bar(Html label, const Tally& tally) {
  return {std::move(label),
          percent(tally.completed, tally.startable()),
          {tally.completed, tally.overdue, tally.failed, tally.still_open},
          tally.startable()};
}

Html item_name(const Item& item, const Facts& facts) {
  Html name =
      clipped(item.title, 1).empty() ? text("(no title)") : foreign(item.title, title_columns);
  if (facts.sources.size() > 1)
    name += text(" ") + element("span", {{"class", "of"}},
                                foreign(name_of(facts.sources[item.source]), title_columns));
  return name;
}

Section items_section(const Facts& facts) {
  Section section{"items", "Completion by item", {}};
  if (facts.items.count == 0) {
    section.body = paragraph("There are no enrolments that count, so no item has a share.");
    return section;
  }
  const std::size_t shown = facts.items.largest.size();
  section.body =
      paragraph(facts.items.count > static_cast<std::int64_t>(shown)
                    ? "The " + number(static_cast<std::int64_t>(shown)) + " of " +
                          number(facts.items.count) +
                          " items that have the most enrolments; at the right, the share completed."
                    : "Every item, those with the most enrolments first; at the right, the share "
                      "completed.") +
      item_chart(facts) + folded("The figures as a table", table(item_table(facts))) +
      and_more(facts.items.count, shown, "items", "completion_by_item") +
      figures_from("completion_by_item", "What is not available yet lowers no share.");
  return section;
}

} // namespace trainsync::report
