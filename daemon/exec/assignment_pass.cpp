#include "daemon/exec/assignment_pass.hpp"

#include <algorithm>
#include <utility>

namespace trainsync::exec {
namespace {

constexpr int most_walks = 3;

} // namespace

model::Action AssignmentPass::next() {
  if (finished_)
    return result_;
  const bool page_one_pending = first_page_ && under_way_ > 0;
  if (page_one_pending || next_page_ > pages_)
    return model::Idle{};
  ++under_way_;
  return model::Fetch{next_page_++, std::nullopt, std::nullopt};
}

model::Commit AssignmentPass::on_page(const model::Fetch&, const model::Page& page,
                                      std::optional<model::Stamp>) {
  --under_way_;
  model::Commit commit;
  commit.mark_seen = true;
  commit.forget_seen = first_page_;
  if (std::exchange(first_page_, false)) {
    total_ = page.totals->rows;
    pages_ = std::max<std::int64_t>(page.totals->pages, 1);
  }
  totals_agree_ = totals_agree_ && page.totals->rows == total_ &&
                  std::max<std::int64_t>(page.totals->pages, 1) == pages_;
  ids_.insert(page.ids.begin(), page.ids.end());
  result_.longest_page = std::max(result_.longest_page, page.rows);
  if (next_page_ > pages_ && under_way_ == 0)
    end_walk();
  return commit;
}

void AssignmentPass::end_walk() {
  const bool complete = totals_agree_ && std::cmp_equal(ids_.size(), total_);
  if (!complete && ++walks_ < most_walks)
    return begin_walk();
  finished_ = true;
  result_.whole = complete;
  result_.judges_absence = complete;
  if (!complete)
    result_.reason = "the list changed during each of " + std::to_string(most_walks) +
                     " walks; what was read is in the file, and the next pass tries again";
}

void AssignmentPass::begin_walk() {
  pages_ = next_page_ = 1;
  totals_agree_ = first_page_ = true;
  ids_.clear();
}

std::int64_t AssignmentPass::pages_left() const {
  return finished_ ? 0 : pages_ - next_page_ + 1 + under_way_;
}

} // namespace trainsync::exec
