#include "daemon/model/backward_walk.hpp"

#include <algorithm>

namespace trainsync::model {

std::optional<std::int64_t> BackwardWalk::next() const {
  if (searching_)
    return search_.next();
  return next_page_ > 0 ? std::optional(next_page_) : std::nullopt;
}

void BackwardWalk::on_page(std::int64_t page, const std::vector<std::string>& ids,
                           std::int64_t rows) {
  if (!searching_) {
    next_page_ = page - 1;
    return;
  }
  search_.on_page(page, ids, rows);
  if (!search_.next()) {
    searching_ = false;
    next_page_ = std::max<std::int64_t>(search_.low() - 1, 0);
  }
}

void BackwardWalk::save(Progress& progress) const {
  progress.next_page = searching_ ? 0 : next_page_;
  progress.low = search_.low();
  progress.high = search_.high();
}

std::int64_t BackwardWalk::pages_left() const {
  return searching_ ? std::max<std::int64_t>(search_.low(), 1) : next_page_;
}

} // namespace trainsync::model
