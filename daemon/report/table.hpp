// Tables: each chart's figures, for who cannot see it or wants to copy them.
#pragma once

#include "daemon/report/html.hpp"

#include <span>
#include <string>
#include <vector>

namespace trainsync::report {

struct Table {
  std::string caption;
  std::vector<std::string> heads;      // the first is of what the rows are about
  std::vector<std::vector<Html>> rows; // a cell a head
  // On a phone each row becomes a block of its own, for more than four columns.
  bool is_wide = false;
  bool has_words = false; // in more than its first column
};

Html table(const Table& table);
// Closed until somebody wants it; open in print.
Html folded(const std::string& summary, const Html& content);

} // namespace trainsync::report
