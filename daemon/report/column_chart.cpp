#include "daemon/report/scale.hpp"
#include "daemon/report/svg.hpp"

#include <algorithm>
#include <numeric>

namespace trainsync::report {
namespace {

constexpr int top_margin = 18, plot_height = 170, label_space = 40;
constexpr int bottom = top_margin + plot_height;
constexpr double left = 11, right = 96, filled = 0.68; // of a column's room

int height_of(std::int64_t value, const Scale& scale) {
  return static_cast<int>(static_cast<double>(plot_height) * static_cast<double>(value) /
                          static_cast<double>(scale.top));
}

Html axis(const Scale& scale) {
  Html shapes = line("axis", {0}, bottom, {100}, bottom);
  for (const std::int64_t mark : scale.marks) {
    const int y = bottom - height_of(mark, scale);
    shapes += line("grid", {0}, y, {100}, y) + label("start", {0}, y - 4, short_number(mark));
  }
  return shapes;
}

Html stack(std::span<const Series> series, const Column& column, double x, double width,
           const Scale& scale) {
  Html shapes;
  std::int64_t below = 0;
  for (std::size_t i = 0; i < column.parts.size(); ++i) {
    // By the sums, so that roundings do not add up.
    const int base = height_of(below, scale);
    const int top = height_of(below += column.parts[i], scale);
    if (top > base)
      shapes += box(series[i].css_class, {{x}, {width}, bottom - top, top - base});
  }
  return shapes;
}

} // namespace

Html column_chart(const ChartText& words, std::span<const Series> series,
                  std::span<const Column> columns) {
  std::int64_t largest = 0;
  for (const Column& column : columns)
    largest = std::max(largest,
                       std::accumulate(column.parts.begin(), column.parts.end(), std::int64_t{}));
  const Scale scale = scale_to(largest);
  Html shapes = axis(scale);
  const double room = (right - left) / static_cast<double>(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const double x = left + room * static_cast<double>(i);
    shapes += stack(series, columns[i], x + room * (1 - filled) / 2, room * filled, scale);
    shapes += element("g", {{"class", columns[i].is_minor ? "minor" : "major"}},
                      label("middle", {x + room / 2}, bottom + 17, columns[i].label));
    if (!columns[i].year.empty())
      shapes += label("middle", {x + room / 2}, bottom + 33, columns[i].year);
  }
  return legend(series) + picture(words, bottom + label_space, shapes);
}

} // namespace trainsync::report
