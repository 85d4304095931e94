#include "tests/unit/docs/markdown.hpp"

#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>

namespace trainsync::docs {
namespace {

// The name in a heading such as ### `enrolments`.
std::optional<std::string> heading(const std::string& line) {
  if (!line.starts_with("### "))
    return std::nullopt;
  std::string name = line.substr(4);
  if (name.size() > 2 && name.front() == '`' && name.back() == '`')
    name = name.substr(1, name.size() - 2);
  return name;
}

} // namespace

std::string read_page(const std::string& page) {
  std::ifstream in(std::string(TRAINSYNC_ROOT "/") + page);
  if (!in)
    throw std::runtime_error(page + " cannot be read");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<SqlBlock> sql_blocks(const std::string& page) {
  std::vector<SqlBlock> blocks;
  std::istringstream lines(read_page(page));
  std::string line, section;
  bool fenced = false, is_sql = false;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (line.starts_with("```")) {
      is_sql = !fenced && line == "```sql";
      fenced = !fenced;
      if (is_sql)
        blocks.push_back({page + ":" + std::to_string(number + 1), "", section});
    } else if (fenced && is_sql) {
      blocks.back().sql += line + "\n";
    } else if (const auto name = heading(line); name && !fenced) {
      section = *name;
    }
  }
  return blocks;
}

} // namespace trainsync::docs
