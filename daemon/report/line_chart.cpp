#include "daemon/report/scale.hpp"
#include "daemon/report/svg.hpp"

#include <algorithm>

namespace trainsync::report {
namespace {

constexpr int top_margin = 18, plot_height = 90, label_space = 24;
constexpr int bottom = top_margin + plot_height;
constexpr double left = 12, right = 97;

} // namespace

Html line_chart(const ChartText& words, const Series& series, std::span<const std::int64_t> values,
                const std::string& first_label, const std::string& last_label) {
  const std::int64_t top = values.empty() ? 1 : scale_to(*std::ranges::max_element(values)).top;
  const auto x_of = [&](std::size_t i) {
    return Percent{values.size() < 2 ? right
                                     : left + (right - left) * static_cast<double>(i) /
                                                  static_cast<double>(values.size() - 1)};
  };
  const auto y_of = [&](std::size_t i) {
    return bottom - static_cast<int>(static_cast<double>(plot_height) *
                                     static_cast<double>(values[i]) / static_cast<double>(top));
  };
  Html shapes =
      line("axis", {0}, bottom, {100}, bottom) + line("grid", {0}, top_margin, {100}, top_margin) +
      label("start", {0}, top_margin - 4, short_number(top)) +
      label("start", {0}, bottom + 17, first_label) + label("end", {100}, bottom + 17, last_label);
  for (std::size_t i = 1; i < values.size(); ++i)
    shapes += line(series.css_class, x_of(i - 1), y_of(i - 1), x_of(i), y_of(i));
  for (std::size_t i = 0; i < values.size(); ++i)
    shapes += dot(series.css_class, x_of(i), y_of(i));
  return picture(words, bottom + label_space, shapes);
}

} // namespace trainsync::report
