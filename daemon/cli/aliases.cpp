#include "daemon/cli/aliases.hpp"

#include <fstream>
#include <sstream>

namespace trainsync::cli {

std::expected<store::Aliases, std::string> read_aliases(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in)
    return std::unexpected(
        file.string() +
        " cannot be read: people.aliases must name a CSV file that this user may read");
  store::Aliases aliases;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (store::normalise_email(line).empty() || line.front() == '#')
      continue;
    std::istringstream fields(line);
    std::string first, other;
    std::getline(fields, first, ',');
    first = store::normalise_email(first);
    bool any = false;
    while (std::getline(fields, other, ',')) {
      other = store::normalise_email(other);
      any = any || !other.empty();
      const auto [entry, is_new] = aliases.try_emplace(other, first);
      if (!is_new && entry->second != first)
        return std::unexpected(file.string() + ":" + std::to_string(number) + ": " + other +
                               " already stands for another person; keep one of the two lines");
    }
    if (first.empty() || !any)
      return std::unexpected(
          file.string() + ":" + std::to_string(number) +
          ": expected two or more e-mails with commas between, the one to keep first");
  }
  return aliases;
}

} // namespace trainsync::cli
