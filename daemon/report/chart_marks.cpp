// What charts have in common: which mark stands for what.
#include "daemon/report/svg.hpp"

namespace trainsync::report {
namespace {

Html swatch(const char* css_class) {
  return element("svg", {{"width", "14"}, {"height", "14"}, {"aria-hidden", "true"}},
                 element("rect", {{"class", css_class}, {"width", "14"}, {"height", "14"}}));
}

Html pattern(const char* id, const char* path) {
  return element(
      "pattern", {{"id", id}, {"width", "8"}, {"height", "8"}, {"patternUnits", "userSpaceOnUse"}},
      element("rect", {{"class", std::string(id) + "-ground"}, {"width", "8"}, {"height", "8"}}) +
          element("path", {{"class", "stroke"}, {"d", path}}));
}

} // namespace

Html legend(std::span<const Series> series) {
  Html entries;
  for (const Series& one : series)
    entries += element("li", swatch(one.css_class) + text(one.name));
  return series.size() < 2 ? Html() : element("ul", {{"class", "legend"}}, entries);
}

Html chart_patterns() {
  return element("svg",
                 {{"class", "patterns"}, {"width", "0"}, {"height", "0"}, {"aria-hidden", "true"}},
                 element("defs", pattern("hatched", "M-1,1 l2,-2 M0,8 l8,-8 M7,9 l2,-2") +
                                     pattern("crossed", "M0,4 h8 M4,0 v8") +
                                     pattern("striped", "M0,2 h8 M0,6 h8")));
}

} // namespace trainsync::report
