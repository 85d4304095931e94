// Reads a listing from its last page to its first. While rows only leave a listing, those that stay
// move to lower positions only, so a walk in this direction never steps over one; it may see one
// twice.
#pragma once

#include "daemon/model/last_page_search.hpp"
#include "daemon/model/pass.hpp"

namespace trainsync::model {

class BackwardWalk {
public:
  explicit BackwardWalk(std::int64_t expected_pages) : search_(expected_pages) {}
  // Takes up the walk that an earlier process left.
  explicit BackwardWalk(const Progress& progress)
      : search_(progress.low, progress.high), next_page_(progress.next_page) {
    searching_ = next_page_ == 0;
  }

  // The page to read; nothing where the walk is over.
  std::optional<std::int64_t> next() const;
  void on_page(std::int64_t page, const std::vector<std::string>& ids, std::int64_t rows);
  // Writes where the walk stands into `progress`.
  void save(Progress& progress) const;
  std::int64_t pages_left() const;
  // The page that came last only served the search: the walk comes to its rows again.
  bool was_probe() const { return searching_; }
  bool endless() const { return search_.endless(); }

private:
  LastPageSearch search_;
  bool searching_ = true;
  std::int64_t next_page_ = 0; // once found: this one and those below it are left
};

} // namespace trainsync::model
