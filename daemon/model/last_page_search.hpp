// Finds the last page of a listing that says neither its length nor its last page, and that may
// shrink meanwhile.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace trainsync::model {

// A page that is empty lies past the end; so does one that holds the same ids as a lower page,
// since some servers repeat the last page for ever. Rows of a listing that only shrinks move to
// lower positions, so what is past the end stays so. The search ends only on a page that was read
// after the one above it was known to be past the end: rows that moved down in between are on it or
// below.
class LastPageSearch {
public:
  // `expected`: the page that is believed to be the last, or 0 where nothing is known.
  explicit LastPageSearch(std::int64_t expected);
  // Takes up a search: `low` and `high` as that one gave them, 0 where it did not know.
  LastPageSearch(std::int64_t low, std::int64_t high);

  // The page to read next, or nothing where the search is over.
  std::optional<std::int64_t> next() const;
  void on_page(std::int64_t page, const std::vector<std::string>& ids, std::int64_t rows);

  // After the end: the last page, 0 where the listing is empty; it was the page read last.
  std::int64_t low() const { return low_; }
  std::int64_t high() const { return high_.value_or(0); }
  // Rows on pages that no listing can have: the server answers any page with rows.
  bool endless() const { return low_ > most_pages; }

private:
  struct Seen {
    std::int64_t page;
    std::vector<std::string> ids;
  };
  static constexpr std::int64_t most_pages = std::int64_t{1} << 32;

  void lower_high(std::int64_t page, const std::vector<std::string>& repeated);

  std::int64_t expected_;
  std::int64_t low_ = 0;             // the highest page known to hold rows of its own
  std::optional<std::int64_t> high_; // the lowest page known to lie past the end
  bool fresh_ = true;                // low_ was read after high_ was known
  std::int64_t reach_ = 1;           // how far the next gallop goes
  std::vector<Seen> seen_;           // the pages that held rows
};

} // namespace trainsync::model
