#include "daemon/cli/aliases.hpp"

#include <fstream>
#include <set>
#include <vector>

namespace trainsync::cli {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF", blanks = " \t\r\n\"";

constexpr std::size_t most_mistakes = 20;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  return first == std::string_view::npos
             ? std::string_view()
             : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// An e-mail as people are joined by, SOURCE:ID as it stands, or nothing.
std::string entry_of(std::string_view text) {
  if (text.contains('@'))
    return store::normalise_email(text);
  const auto colon = text.find(':');
  const bool is_account = colon != std::string_view::npos && colon > 0 && colon + 1 < text.size();
  return std::string(is_account ? text : std::string_view());
}

class Reader {
public:
  // What is wrong with the line, or nothing.
  std::string take(std::string_view line) {
    std::vector<std::string> entries;
    for (std::size_t begin = 0; begin <= line.size();) {
      const auto end = std::min(line.find_first_of(",;", begin), line.size());
      const std::string_view field = trimmed(line.substr(begin, end - begin));
      begin = end + 1;
      if (field.empty())
        continue;
      entries.push_back(entry_of(field));
      if (entries.back().empty())
        return std::string(field) + " is neither an e-mail nor SOURCE:ID of an account";
    }
    if (entries.size() < 2)
      return "expected two or more e-mails with commas between, the one to keep first";
    return join(entries);
  }

  store::Aliases aliases;

private:
  std::string join(const std::vector<std::string>& entries) {
    const std::string& first = entries.front();
    if (const auto found = aliases.find(first); found != aliases.end())
      return first + " is " + found->second + " by a line above; put all of one person in one line";
    firsts_.insert(first);
    for (const std::string& other : entries) {
      if (other == first)
        continue;
      if (firsts_.contains(other))
        return other + " stands for a person by a line above; put all of one person in one line";
      const auto [entry, is_new] = aliases.try_emplace(other, first);
      if (!is_new && entry->second != first)
        return other + " already stands for another person; keep one of the two lines";
    }
    return {};
  }

  std::set<std::string> firsts_;
};

} // namespace

std::expected<store::Aliases, std::vector<std::string>>
read_aliases(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in)
    return std::unexpected(std::vector{
        file.string() +
        " cannot be read: people.aliases must name a CSV file that this user may read"});
  Reader reader;
  std::vector<std::string> mistakes;
  std::string text;
  for (int number = 1; mistakes.size() < most_mistakes && std::getline(in, text); ++number) {
    std::string_view line = text;
    if (number == 1 && line.starts_with(byte_order_mark))
      line.remove_prefix(byte_order_mark.size());
    line = trimmed(line);
    if (line.empty() || line.front() == '#')
      continue;
    if (const std::string wrong = reader.take(line); !wrong.empty())
      mistakes.push_back(file.string() + ":" + std::to_string(number) + ": " + wrong);
  }
  if (!mistakes.empty())
    return std::unexpected(std::move(mistakes));
  return std::move(reader.aliases);
}

} // namespace trainsync::cli
