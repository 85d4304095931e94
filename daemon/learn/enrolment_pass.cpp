#include "daemon/learn/enrolment_pass.hpp"

#include <algorithm>
#include <utility>

namespace trainsync::learn {
namespace {

using namespace std::chrono_literals;
using model::Stamp;

constexpr Stamp epoch{};
constexpr int most_rounds = 3; // windows in one pass: a busy tenant gets the rest with the next
constexpr std::int64_t most_head_pages = 256; // of what changed within the margin
constexpr int most_walks = 4;                 // that are compared, over what rows can enter

// A look begins a little before the window's end, for servers that exclude either end of a window.
constexpr auto seam = 1s;

} // namespace

EnrolmentPass::EnrolmentPass(EnrolmentPassInput input)
    : in_(input), walk_(1), longest_page_(in_.longest_page) {
  if (in_.progress) {
    resume(*in_.progress);
  } else if ((in_.full || !in_.cursor) && in_.server_now) {
    const std::int64_t length = longest_page_ > 0 ? longest_page_ : in_.page_size;
    begin_window(epoch, *in_.server_now - in_.margin, (in_.known_rows + length - 1) / length);
  }
}

void EnrolmentPass::resume(const model::Progress& progress) {
  phase_ = progress.head ? Phase::look : Phase::window;
  window_ = progress;
  in_.full = progress.full;
  walk_ = model::BackwardWalk(progress);
  first_page_ = false;
}

// Before a window was walked: from the cursor, less what may have become visible late. After: from
// the window's end.
Stamp EnrolmentPass::look_from() const {
  if (window_.to)
    return *window_.to - seam;
  if (!in_.cursor || in_.full)
    return epoch;
  return std::max(epoch, *in_.cursor - std::max<Stamp::duration>({in_.overlap, in_.margin, seam}));
}

void EnrolmentPass::begin_window(Stamp from, std::optional<Stamp> to, std::int64_t expected) {
  phase_ = Phase::window;
  window_.head = false;
  window_.full = in_.full;
  window_.from = from;
  window_.to = std::max(from, to.value_or(from));
  if (!window_.first_to)
    window_.first_to = window_.to;
  walk_ = model::BackwardWalk(expected);
}

void EnrolmentPass::begin_head(std::optional<Stamp> asked_at) {
  phase_ = Phase::head;
  head_asked_at_ = asked_at;
  walk_ = model::BackwardWalk(1);
  walks_ = 1;
}

model::Action EnrolmentPass::next() {
  if (phase_ == Phase::finished)
    return result_;
  if (asked_)
    return model::Idle{};
  asked_ = true;
  if (phase_ == Phase::look)
    return model::Fetch{1, look_from(), std::nullopt};
  if (phase_ == Phase::head)
    return model::Fetch{walk_.next().value_or(1), look_from(), std::nullopt};
  return model::Fetch{walk_.next().value_or(1), window_.from, window_.to};
}

model::Commit EnrolmentPass::on_page(const model::Fetch& fetch, const model::Page& page,
                                     std::optional<Stamp> asked_at) {
  asked_ = false;
  model::Commit commit;
  commit.mark_seen = in_.full;
  commit.forget_seen = first_page_;
  first_page_ = false;
  if (phase_ == Phase::look)
    on_look(page, asked_at, commit);
  else
    on_walked_page(fetch, page, asked_at, commit);
  return commit;
}

bool EnrolmentPass::is_full_page(std::int64_t rows) const {
  return rows > 0 && rows >= std::min(longest_page_, in_.page_size);
}

void EnrolmentPass::on_look(const model::Page& page, std::optional<Stamp> asked_at,
                            model::Commit& commit) {
  if (!is_full_page(page.rows)) {
    commit.cursor = asked_at;
    commit.end_walk = true;
    return finish(true);
  }
  longest_page_ = std::max(longest_page_, page.rows);
  std::optional<Stamp> now = asked_at;
  if (!now && page.newest)
    now = std::min(*page.newest, in_.local_now);
  const bool closes = now && (!window_.head || *now - in_.margin > *window_.to);
  if (window_.head && (!closes || window_.round >= most_rounds))
    return begin_head(asked_at);
  if (!now) {
    commit.end_walk = true;
    return finish(
        false,
        "the server sends neither a Date header nor updatedAt stamps, so no window can be closed");
  }
  begin_window(look_from(), *now - in_.margin, 1);
  walk_.save(window_);
  commit.progress = window_;
}

// The server's clock, as the pass began, may have come from a node whose own runs ahead.
bool EnrolmentPass::ends_too_late(std::optional<Stamp> asked_at) const {
  return phase_ == Phase::window && asked_at && window_.to > window_.from &&
         *asked_at - in_.margin / 2 < *window_.to;
}

void EnrolmentPass::on_walked_page(const model::Fetch& fetch, const model::Page& page,
                                   std::optional<Stamp> asked_at, model::Commit& commit) {
  longest_page_ = std::max(longest_page_, page.rows);
  if (ends_too_late(asked_at)) {
    begin_window(window_.from.value_or(epoch), *asked_at - in_.margin, walk_.pages_left());
    window_.first_to = std::min(*window_.first_to, *window_.to);
    walk_.save(window_);
    commit.progress = window_;
    return;
  }
  if (fetch.to && page.newest && *page.newest > *fetch.to)
    window_.ignores_end = true;
  walk_.on_page(fetch.page, page.ids, page.rows);
  commit.skip_rows = walk_.was_probe();
  if (walk_.endless()) {
    commit.end_walk = true;
    return finish(
        false, "the server answers every page number with rows; its last page could not be found");
  }
  if (walks_ > 0 && !commit.skip_rows)
    walk_ids_.insert(page.ids.begin(), page.ids.end());
  if (!walk_.next())
    return phase_ == Phase::head ? end_head(commit) : end_window(commit);
  if (phase_ == Phase::head)
    return fetch.page > most_head_pages ? give_up_head(commit) : void();
  walk_.save(window_);
  commit.progress = window_;
}

// Rows enter what has no end, and a walk may step over one. Two walks in a row that show the same
// rows are taken for the whole.
EnrolmentPass::Walks EnrolmentPass::compare_walks() {
  const bool agree = walks_ > 1 && walk_ids_ == walk_ids_before_;
  const bool last = walks_ == most_walks;
  walk_ids_before_ = std::exchange(walk_ids_, {});
  walks_ = agree || last ? 0 : walks_ + 1;
  walk_ = model::BackwardWalk(1);
  return agree ? Walks::agree : last ? Walks::disagree : Walks::go_on;
}

void EnrolmentPass::end_window(model::Commit& commit) {
  const Walks walks = window_.ignores_end ? compare_walks() : Walks::agree;
  if (walks == Walks::disagree) {
    commit.end_walk = true;
    return finish(false,
                  "the server does not honour updatedAtTo, and its rows moved during every walk");
  }
  if (walks == Walks::go_on) {
    walk_.save(window_);
    commit.progress = window_;
    return;
  }
  ++window_.round;
  commit.cursor = window_.to;
  window_.head = true;
  commit.progress = window_;
  phase_ = Phase::look;
}

void EnrolmentPass::end_head(model::Commit& commit) {
  const Walks walks = compare_walks();
  if (walks == Walks::disagree)
    return give_up_head(commit);
  if (walks == Walks::go_on)
    return;
  commit.cursor = head_asked_at_;
  commit.end_walk = true;
  finish(true);
  result_.judges_absence = false; // what moved at the wrong moments is not in either walk
}

void EnrolmentPass::give_up_head(model::Commit& commit) {
  commit.end_walk = true;
  finish(
      false,
      "more rows changed during the pass than it could follow; the next pass goes on from there");
}

void EnrolmentPass::finish(bool whole, std::string reason) {
  phase_ = Phase::finished;
  result_.whole = whole;
  result_.reason = std::move(reason);
  result_.longest_page = longest_page_;
  if (window_.ignores_end)
    result_.remark =
        "the server does not honour updatedAtTo: each window is walked until two walks agree";
  if (whole && in_.full) {
    result_.judges_absence = true;
    // Without the server's clock the window may end long ago; the head has shown all since then.
    if (in_.server_now)
      result_.absent_until = window_.first_to;
  }
}

std::int64_t EnrolmentPass::pages_left() const {
  return phase_ == Phase::finished ? 0 : phase_ == Phase::look ? 1 : walk_.pages_left() + 1;
}

} // namespace trainsync::learn
