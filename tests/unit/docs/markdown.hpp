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

// The page's text; `page` is its path from the repository's root.
std::string read_page(const std::string& page);
std::vector<SqlBlock> sql_blocks(const std::string& page);

} // namespace trainsync::docs
