#include "daemon/store/scrub.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <fstream>
#include <string_view>
#include <vector>

namespace trainsync::store {
namespace {

constexpr std::size_t shortest = 6;
constexpr std::size_t block_bytes = 1 << 20;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Looks for several texts at once: at most places their first two bytes rule all of them out.
class Search {
public:
  explicit Search(const std::set<std::string>& texts) {
    for (std::string text : texts) {
      if (text.size() < shortest)
        continue;
      std::ranges::transform(text, text.begin(), lower);
      beginnings_.set(beginning(text));
      longest_ = std::max(longest_, text.size());
      texts_.push_back(std::move(text));
    }
  }

  std::size_t longest() const { return longest_; } // 0: nothing to look for
  bool matches(std::string_view lowered) const {
    for (std::size_t i = 0; i + shortest <= lowered.size(); ++i) {
      const std::string_view rest = lowered.substr(i);
      if (beginnings_[beginning(rest)] &&
          std::ranges::any_of(texts_, [&](const auto& text) { return rest.starts_with(text); }))
        return true;
    }
    return false;
  }

private:
  static std::size_t beginning(std::string_view text) {
    return static_cast<std::size_t>(static_cast<unsigned char>(text[0])) << 8 |
           static_cast<unsigned char>(text[1]);
  }

  std::vector<std::string> texts_;
  std::bitset<1 << 16> beginnings_;
  std::size_t longest_ = 0;
};

bool empty_wal(SQLite::Database& db) {
  SQLite::Statement checkpoint(db, "PRAGMA wal_checkpoint(TRUNCATE)");
  return checkpoint.executeStep() && checkpoint.getColumn(0).getInt() == 0;
}

} // namespace

bool occurs_in(const std::filesystem::path& file, const std::set<std::string>& texts) {
  const Search search(texts);
  std::ifstream in(file, std::ios::binary);
  if (search.longest() == 0)
    return false;
  std::string block;
  while (in) {
    const std::size_t kept = std::min(block.size(), search.longest() - 1);
    block.erase(0, block.size() - kept);
    block.resize(kept + block_bytes);
    in.read(block.data() + kept, block_bytes);
    block.resize(kept + static_cast<std::size_t>(in.gcount()));
    std::transform(block.begin() + static_cast<std::ptrdiff_t>(kept), block.end(),
                   block.begin() + static_cast<std::ptrdiff_t>(kept), lower);
    if (search.matches(block))
      return true;
  }
  return false;
}

bool scrub(SQLite::Database& db, const std::set<std::string>& erased,
           std::chrono::milliseconds patience) {
  db.setBusyTimeout(static_cast<int>(patience.count()));
  if (!empty_wal(db))
    return false;
  if (!erased.empty() && !occurs_in(db.getFilename(), erased))
    return true;
  db.exec("VACUUM");
  return empty_wal(db);
}

} // namespace trainsync::store
