#include "daemon/report/svg.hpp"

#include <cmath>

namespace trainsync::report {

std::string coordinate(Percent across) {
  const auto hundredths = std::llround(across.of_width * 100);
  std::string digits = std::to_string(hundredths % 100);
  digits.insert(0, 2 - digits.size(), '0');
  return std::to_string(hundredths / 100) + "." + digits + "%";
}

std::string coordinate(int pixels) {
  return std::to_string(pixels);
}

Html picture(const ChartText& words, int height, const Html& shapes) {
  const std::string title = words.id + "-title", description = words.id + "-description";
  return element("svg",
                 {{"class", "chart"},
                  {"role", "img"},
                  {"aria-labelledby", title + " " + description},
                  {"width", "100%"},
                  {"height", coordinate(height)}},
                 element("title", {{"id", title}}, text(words.title)) +
                     element("desc", {{"id", description}}, text(words.description)) + shapes);
}

Html box(const char* css_class, const Box& box) {
  return element("rect", {{"class", css_class},
                          {"x", coordinate(box.x)},
                          {"y", coordinate(box.y)},
                          {"width", coordinate(box.width)},
                          {"height", coordinate(box.height)}});
}

Html line(const char* css_class, Percent x1, int y1, Percent x2, int y2) {
  return element("line", {{"class", css_class},
                          {"x1", coordinate(x1)},
                          {"y1", coordinate(y1)},
                          {"x2", coordinate(x2)},
                          {"y2", coordinate(y2)}});
}

Html dot(const char* css_class, Percent x, int y) {
  return element("circle",
                 {{"class", css_class}, {"cx", coordinate(x)}, {"cy", coordinate(y)}, {"r", "3"}});
}

Html label(const char* anchor, Percent x, int y, const std::string& words) {
  return element("text", {{"x", coordinate(x)}, {"y", coordinate(y)}, {"text-anchor", anchor}},
                 text(words));
}

} // namespace trainsync::report
