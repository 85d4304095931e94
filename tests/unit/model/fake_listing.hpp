// A listing of a server, as far as a search and a walk need one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

namespace trainsync::model::test {

struct FakeListing {
  enum class PastTheEnd { is_empty, repeats_the_last_page };

  std::vector<int> rows;
  std::int64_t page_size;
  PastTheEnd past_the_end;
  std::int64_t reads = 0;

  // The rows 1, 2, 3 … on that many pages, the last of which is not full.
  static FakeListing of_pages(std::int64_t count, PastTheEnd past_the_end = PastTheEnd::is_empty,
                              std::int64_t page_size = 3) {
    FakeListing listing{{}, page_size, past_the_end};
    listing.rows.resize(static_cast<std::size_t>(std::max<std::int64_t>(count * page_size - 1, 0)));
    std::iota(listing.rows.begin(), listing.rows.end(), 1);
    return listing;
  }

  std::int64_t pages() const {
    return (static_cast<std::int64_t>(rows.size()) + page_size - 1) / page_size;
  }

  std::vector<std::string> read(std::int64_t page) {
    ++reads;
    if (past_the_end == PastTheEnd::repeats_the_last_page)
      page = std::min(page, std::max<std::int64_t>(pages(), 1));
    const auto first = static_cast<std::size_t>((page - 1) * page_size);
    std::vector<std::string> ids;
    for (std::size_t i = first; i < first + static_cast<std::size_t>(page_size); ++i)
      if (i < rows.size())
        ids.push_back(std::to_string(rows[i]));
    return ids;
  }
};

inline constexpr FakeListing::PastTheEnd both_ends[] = {
    FakeListing::PastTheEnd::is_empty, FakeListing::PastTheEnd::repeats_the_last_page};

inline const char* words(FakeListing::PastTheEnd past_the_end) {
  return past_the_end == FakeListing::PastTheEnd::is_empty ? "empty past the end"
                                                           : "the last page repeated";
}

} // namespace trainsync::model::test
