#include "daemon/learn/directory_pass.hpp"

#include <algorithm>
#include <utility>

namespace trainsync::learn {
namespace {

std::int64_t full_length(const DirectoryPassInput& input) {
  return input.longest_page > 0 ? std::min(input.longest_page, input.page_size) : input.page_size;
}

std::int64_t expected_pages(const DirectoryPassInput& input) {
  const std::int64_t length = full_length(input);
  return (input.known_rows + length - 1) / length;
}

} // namespace

DirectoryPass::DirectoryPass(DirectoryPassInput input)
    : in_(input), looking_(input.longest_page > 0 && input.known_rows < full_length(input)),
      walk_(expected_pages(input)) {}

model::Action DirectoryPass::next() {
  if (finished_)
    return result_;
  if (asked_)
    return model::Idle{};
  asked_ = true;
  return model::Fetch{looking_ ? 1 : walk_.next().value_or(1), std::nullopt, std::nullopt};
}

model::Commit DirectoryPass::on_page(const model::Fetch& fetch, const model::Page& page,
                                     std::optional<model::Stamp>) {
  asked_ = false;
  result_.longest_page = std::max(result_.longest_page, page.rows);
  model::Commit commit;
  commit.mark_seen = true;
  commit.forget_seen = std::exchange(first_page_, false);
  if (std::exchange(looking_, false)) {
    if (page.rows < full_length(in_))
      finish(true);
    return commit;
  }
  walk_.on_page(fetch.page, page.ids, page.rows);
  commit.skip_rows = walk_.was_probe();
  if (walk_.endless())
    finish(false,
           "the server answers every page number with rows; its last page could not be found");
  else if (!walk_.next())
    finish(true);
  return commit;
}

void DirectoryPass::finish(bool whole, std::string reason) {
  finished_ = true;
  result_.whole = whole;
  result_.reason = std::move(reason);
  result_.judges_absence = whole;
}

std::int64_t DirectoryPass::pages_left() const {
  return finished_ ? 0 : looking_ ? 1 : walk_.pages_left();
}

} // namespace trainsync::learn
