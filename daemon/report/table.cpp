#include "daemon/report/table.hpp"

namespace trainsync::report {
namespace {

// Roles are said, since a table that is laid out as blocks loses them in some browsers.
Html head(const Table& table) {
  Html cells;
  for (const std::string& name : table.heads)
    cells += element("th", {{"role", "columnheader"}, {"scope", "col"}}, text(name));
  return element("thead", {{"role", "rowgroup"}}, element("tr", {{"role", "row"}}, cells));
}

Html row(const Table& table, const std::vector<Html>& cells) {
  Html markup = element("th", {{"role", "rowheader"}, {"scope", "row"}}, cells.front());
  for (std::size_t i = 1; i < cells.size(); ++i)
    markup += element("td", {{"role", "cell"}, {"data-label", table.heads[i]}}, cells[i]);
  return element("tr", {{"role", "row"}}, markup);
}

} // namespace

Html table(const Table& table) {
  Html rows;
  for (const std::vector<Html>& cells : table.rows)
    rows += row(table, cells);
  return element("table",
                 {{"role", "table"},
                  {"class", std::string(table.is_wide ? "wide" : "narrow") +
                                (table.has_words ? " words" : "")}},
                 element("caption", text(table.caption)) + head(table) +
                     element("tbody", {{"role", "rowgroup"}}, rows));
}

Html folded(const std::string& summary, const Html& content) {
  return element("details", element("summary", text(summary)) + content);
}

} // namespace trainsync::report
