// Reads what the tests need of a Markdown page of the repository.
#pragma once

#include <string>
#include <vector>

namespace trainsync::docs {

// A fenced block that says it is SQL.
struct SqlBlock {
  std::string where; // "README.md:12", its first line
  std::string sql;
  std::string section; // the last ### heading before it, without backticks
};

struct Column {
  std::string name, meaning;
};

// What the data dictionary says of a table or view: a heading ### `name`, and below it a Markdown
// table whose head is "| column | meaning |".
struct Entry {
  std::string name;
  std::vector<Column> columns;
};

// The page's text; `page` is its path from the repository's root.
std::string read_page(const std::string& page);
std::vector<SqlBlock> sql_blocks(const std::string& page);
std::vector<Entry> dictionary_entries(const std::string& page);

} // namespace trainsync::docs
