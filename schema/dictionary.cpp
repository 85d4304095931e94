#include "schema/dictionary.hpp"

#include <optional>
#include <sstream>

namespace trainsync::schema {
namespace {

std::optional<std::string> name_in_heading(std::string_view line) {
  if (!line.starts_with("### `") || !line.ends_with("`"))
    return std::nullopt;
  return std::string(line.substr(5, line.size() - 6));
}

// The two cells of a line such as | `name` | Words. |
std::optional<Column> row(std::string_view line) {
  const auto middle = line.find("` | ");
  if (!line.starts_with("| `") || middle == std::string_view::npos || !line.ends_with(" |"))
    return std::nullopt;
  const auto meaning = middle + 4, end = line.size() - 2;
  return Column{std::string(line.substr(3, middle - 3)),
                std::string(line.substr(meaning, end > meaning ? end - meaning : 0))};
}

class Reader {
public:
  void take(const std::string& line) {
    if (line.starts_with("#"))
      begin(line);
    else if (line.starts_with("```"))
      fence(line);
    else if (in_sql_)
      entries_.back().question += line + "\n";
    else if (in_entry_)
      take_words(line);
  }
  std::vector<Entry> entries() && { return std::move(entries_); }

private:
  void begin(const std::string& line) {
    const auto name = name_in_heading(line);
    in_entry_ = name.has_value();
    in_text_ = in_entry_;
    in_columns_ = false;
    if (name)
      entries_.push_back({*name, "", {}, ""});
  }

  void fence(const std::string& line) {
    in_text_ = false;
    in_sql_ = line == "```sql" && in_entry_ && entries_.back().question.empty();
  }

  void take_words(const std::string& line) {
    Entry& entry = entries_.back();
    if (line.starts_with("|")) {
      in_text_ = false;
      in_columns_ = in_columns_ || line == "| column | meaning |";
      if (const auto column = row(line); column && in_columns_)
        entry.columns.push_back(*column);
      return;
    }
    in_columns_ = false;
    if (!in_text_)
      return;
    if (line.empty() && !entry.text.empty() && !entry.text.ends_with("\n"))
      entry.text += "\n";
    else if (!line.empty())
      entry.text += (entry.text.empty() || entry.text.ends_with("\n") ? "" : " ") + line;
  }

  std::vector<Entry> entries_;
  bool in_entry_ = false, in_text_ = false, in_columns_ = false, in_sql_ = false;
};

} // namespace

std::vector<Entry> read_dictionary(std::string_view markdown) {
  Reader reader;
  std::istringstream lines{std::string(markdown)};
  for (std::string line; std::getline(lines, line);)
    reader.take(line);
  std::vector<Entry> entries = std::move(reader).entries();
  for (Entry& entry : entries)
    while (entry.text.ends_with("\n"))
      entry.text.pop_back();
  return entries;
}

} // namespace trainsync::schema
