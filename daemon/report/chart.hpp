// Charts as inline SVG. Across they are measured in percent and down in pixels, so that they fill
// the page's width while their words stay as large as the page's. Each says in words what it shows;
// its figures stand in a table beside it.
#pragma once

#include "daemon/report/html.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace trainsync::report {

struct ChartText {
  std::string id; // on the page
  std::string title, description;
};

// What one part of a bar, or one line, stands for. Its class gives it colour and pattern.
struct Series {
  const char* css_class;
  std::string name;
};

struct Bar {
  Html label;
  std::string value;               // in words, at the bar's right end
  std::vector<std::int64_t> parts; // by series
  std::int64_t whole = 0;          // how much would fill the width
};

struct Column {
  std::string label, year;         // the year stands below the label; may be empty
  bool is_minor = false;           // its label may be left out where there is little room
  std::vector<std::int64_t> parts; // by series
};

// Which mark stands for what; empty for one series.
Html legend(std::span<const Series> series);

Html bar_chart(const ChartText& words, std::span<const Series> series, std::span<const Bar> bars);
Html column_chart(const ChartText& words, std::span<const Series> series,
                  std::span<const Column> columns);
Html line_chart(const ChartText& words, const Series& series, std::span<const std::int64_t> values,
                const std::string& first_label, const std::string& last_label);

// Once on each page that has charts: the patterns that their parts are filled with.
Html chart_patterns();

} // namespace trainsync::report
