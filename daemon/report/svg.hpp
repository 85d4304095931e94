// What the charts are drawn with.
#pragma once

#include "daemon/report/chart.hpp"

#include <string>

namespace trainsync::report {

struct Percent {
  double of_width;
};
std::string coordinate(Percent across); // 12.34%
std::string coordinate(int pixels);

// The picture itself, with its words for who cannot see it.
Html picture(const ChartText& words, int height, const Html& shapes);

struct Box {
  Percent x, width;
  int y, height;
};
Html box(const char* css_class, const Box& box);
Html line(const char* css_class, Percent x1, int y1, Percent x2, int y2);
Html dot(const char* css_class, Percent x, int y);
// `anchor`: start, middle or end.
Html label(const char* anchor, Percent x, int y, const std::string& words);

} // namespace trainsync::report
