#include "daemon/model/last_page_search.hpp"

#include <algorithm>

namespace trainsync::model {

LastPageSearch::LastPageSearch(std::int64_t expected)
    : expected_(std::max<std::int64_t>(expected, 1)) {}

LastPageSearch::LastPageSearch(std::int64_t low, std::int64_t high)
    : expected_(std::max<std::int64_t>(low, 1)), low_(low), fresh_(low == 0) {
  if (high > 0)
    high_ = high;
}

std::optional<std::int64_t> LastPageSearch::next() const {
  if (!high_)
    return expected_ + reach_;
  if (*high_ - low_ > 1) {
    if (*high_ == expected_ + 1)
      return expected_;
    const std::int64_t galloping = *high_ <= expected_ && low_ == 0 ? *high_ - reach_ : 0;
    return galloping > 0 ? galloping : low_ + (*high_ - low_) / 2;
  }
  if (!fresh_ && low_ > 0)
    return low_;
  return std::nullopt;
}

void LastPageSearch::on_page(std::int64_t page, const std::vector<std::string>& ids,
                             std::int64_t rows) {
  if (rows == 0) {
    reach_ = high_ && page <= expected_ ? reach_ * 2 : 1;
    lower_high(page, {});
    return;
  }
  const auto repeated = std::ranges::find_if(
      seen_, [&](const Seen& seen) { return seen.page < page && seen.ids == ids && !ids.empty(); });
  if (repeated != seen_.end()) {
    reach_ = 1;
    const std::int64_t lowest = repeated->page;
    lower_high(lowest + 1, ids);
    if (lowest <= expected_ + 1) // where the last page was believed to be: no need to search on
      low_ = lowest;
    return;
  }
  if (!high_ && page > expected_)
    reach_ *= 2;
  low_ = std::max(low_, page);
  fresh_ = high_.has_value();
  std::erase_if(seen_, [&](const Seen& seen) { return seen.page == page; });
  seen_.push_back({page, ids});
}

// Pages from `page` on lie past the end. A lower one that held `repeated` may do so as well.
void LastPageSearch::lower_high(std::int64_t page, const std::vector<std::string>& repeated) {
  high_ = std::min(high_.value_or(page), page);
  fresh_ = false;
  if (low_ < *high_ && repeated.empty())
    return;
  low_ = 0;
  for (const Seen& seen : seen_)
    if (seen.page < *high_ && (repeated.empty() || seen.ids != repeated))
      low_ = std::max(low_, seen.page);
}

} // namespace trainsync::model
