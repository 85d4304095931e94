#include "daemon/exec/assignment_pass.hpp"

#include <algorithm>
#include <utility>

namespace trainsync::exec {
namespace {

constexpr std::int64_t most_walks = 3;

} // namespace

// Of a walk's progress, `next_page` is the first page that has not come, `low` the total of rows,
// `high` that of pages, and `round` how many walks went before.
AssignmentPass::AssignmentPass(std::optional<Resumed> resumed) {
  if (!resumed)
    return;
  const model::Progress& progress = resumed->progress;
  walks_ = progress.round;
  total_ = progress.low;
  pages_ = progress.high;
  next_page_ = progress.next_page;
  unbroken_ = progress.next_page - 1;
  first_page_ = false;
  is_old_ = resumed->is_old;
  ids_.insert(resumed->ids.begin(), resumed->ids.end());
}

model::Progress AssignmentPass::progress() const {
  model::Progress progress;
  progress.full = true;
  progress.next_page = unbroken_ + 1;
  progress.low = total_;
  progress.high = pages_;
  progress.round = walks_;
  return progress;
}

model::Action AssignmentPass::next() {
  if (finished_)
    return result_;
  const bool page_one_pending = first_page_ && under_way_ > 0;
  if (page_one_pending || next_page_ > pages_)
    return model::Idle{};
  ++under_way_;
  return model::Fetch{next_page_++, std::nullopt, std::nullopt};
}

model::Commit AssignmentPass::on_page(const model::Fetch& fetch, const model::Page& page,
                                      std::optional<model::Stamp>) {
  --under_way_;
  model::Commit commit;
  commit.mark_seen = true;
  commit.forget_seen = first_page_;
  on_totals(*page.totals);
  if (page.rows == 0 && fetch.page < pages_)
    on_early_end();
  ids_.insert(page.ids.begin(), page.ids.end());
  unreadable_ += page.rows - std::ssize(page.ids);
  beyond_.insert(fetch.page);
  while (beyond_.erase(unbroken_ + 1) > 0)
    ++unbroken_;
  result_.longest_page = std::max(result_.longest_page, page.rows);
  if (next_page_ > pages_ && under_way_ == 0)
    end_walk();
  if (finished_ || first_page_)
    commit.end_walk = true;
  else
    commit.progress = progress();
  return commit;
}

void AssignmentPass::on_totals(const model::Totals& totals) {
  const std::int64_t pages = std::max<std::int64_t>(totals.pages, 1);
  if (std::exchange(first_page_, false)) {
    total_ = totals.rows;
    pages_ = pages;
  }
  totals_agree_ = totals_agree_ && totals.rows == total_ && pages == pages_;
  const bool is_last_walk = walks_ + 1 >= most_walks;
  if (!totals_agree_ && !is_last_walk)
    next_page_ = pages_ + 1; // cannot be complete any more: ask for no further page of it
}

// An empty page lies past the end, however many more the totals promise.
void AssignmentPass::on_early_end() {
  totals_agree_ = false;
  next_page_ = pages_ + 1;
}

void AssignmentPass::end_walk() {
  const bool complete = totals_agree_ && std::ssize(ids_) + unreadable_ == total_;
  if (!complete && ++walks_ < most_walks)
    return begin_walk();
  finished_ = true;
  result_.whole = complete;
  result_.judges_absence = complete && !is_old_ && unreadable_ == 0;
  if (complete && is_old_)
    result_.remark = "the walk took more than a day: what is gone shows only in a quicker one; ask "
                     "for a larger budget";
  if (!complete)
    result_.reason = "the list changed during each of " + std::to_string(most_walks) +
                     " walks; what was read counts, and the next pass tries again";
}

void AssignmentPass::begin_walk() {
  pages_ = next_page_ = 1;
  unbroken_ = unreadable_ = 0;
  beyond_.clear();
  totals_agree_ = first_page_ = true;
  is_old_ = false;
  ids_.clear();
}

std::int64_t AssignmentPass::pages_left() const {
  return finished_ ? 0 : pages_ - next_page_ + 1 + under_way_;
}

} // namespace trainsync::exec
