// The data dictionary (schema/README.md), as values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trainsync::schema {

struct Column {
  std::string name, meaning;
};

// What the page says of a table or view: a heading ### `name`, its text, a Markdown table whose
// head is "| column | meaning |", and for some a question in SQL.
struct Entry {
  std::string name;
  std::string text; // its paragraphs before the columns, Markdown, one line each
  std::vector<Column> columns;
  std::string question; // empty: the page shows none
};

// In the page's order.
std::vector<Entry> read_dictionary(std::string_view markdown);

} // namespace trainsync::schema
