#include "daemon/report/svg.hpp"

namespace trainsync::report {
namespace {

constexpr int label_height = 22, bar_height = 14, row_height = 48;
constexpr double label_width = 76;

double share(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? 100.0 * static_cast<double>(part) / static_cast<double>(whole) : 0;
}

// HTML within the picture, so that a long label ends in dots wherever the room ends.
Html name_of(const Bar& bar, int top) {
  return element("foreignObject",
                 {{"x", "0"},
                  {"y", coordinate(top)},
                  {"width", coordinate(Percent{label_width})},
                  {"height", coordinate(label_height)}},
                 element("div", {{"class", "bar-label"}}, bar.label));
}

Html row(std::span<const Series> series, const Bar& bar, int top) {
  const int y = top + label_height + 2;
  Html shapes = name_of(bar, top) + label("end", {100}, top + 16, bar.value) +
                box("track", {{0}, {100}, y, bar_height});
  double x = 0;
  for (std::size_t i = 0; i < bar.parts.size(); ++i) {
    const double width = share(bar.parts[i], bar.whole);
    if (width > 0)
      shapes += box(series[i].css_class, {{x}, {width}, y, bar_height});
    x += width;
  }
  return shapes;
}

} // namespace

Html bar_chart(const ChartText& words, std::span<const Series> series, std::span<const Bar> bars) {
  Html shapes;
  int top = 0;
  for (const Bar& bar : bars) {
    shapes += row(series, bar, top);
    top += row_height;
  }
  return legend(series) + picture(words, top, shapes);
}

} // namespace trainsync::report
