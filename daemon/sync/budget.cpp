#include "daemon/sync/budget.hpp"

#include <algorithm>
#include <utility>

namespace trainsync::sync {
namespace {

using namespace std::chrono_literals;

constexpr auto day = 24h;

} // namespace

// A minute's requests count until all of it is more than a day ago. Stamps ahead of the clock (it
// was set back) are taken for now.
void Budget::forget(model::Stamp now) {
  if (!std::exchange(recalled_, true))
    recall(now);
  while (!minutes_.empty() && minutes_.begin()->first + 1min + day <= now)
    minutes_.erase(minutes_.begin());
  while (!minutes_.empty() && minutes_.rbegin()->first > now) {
    const std::int64_t count = minutes_.rbegin()->second;
    minutes_.erase(std::prev(minutes_.end()));
    minutes_[std::chrono::floor<std::chrono::minutes>(now)] += count;
  }
  for (auto at = recent_.rbegin(); at != recent_.rend() && *at > now; ++at)
    *at = now;
  while (!recent_.empty() && recent_.front() + 1min <= now)
    recent_.pop_front();
}

// What earlier processes sent within the last minute. When within its minute is not known: as late
// as can be.
void Budget::recall(model::Stamp now) {
  for (const auto& [minute, count] : minutes_)
    for (std::int64_t i = 0; minute + 2min > now && i < std::min(count, limits_.per_minute); ++i)
      recent_.push_back(std::min<model::Stamp>(minute + 1min, now));
}

std::int64_t Budget::spent_today() const {
  std::int64_t spent = 0;
  for (const auto& [minute, count] : minutes_)
    spent += count;
  return spent;
}

model::Stamp Budget::next_allowed(model::Stamp now) {
  forget(now);
  model::Stamp allowed = now;
  if (std::cmp_greater_equal(recent_.size(), limits_.per_minute))
    allowed = recent_[recent_.size() - static_cast<std::size_t>(limits_.per_minute)] + 1min;
  std::int64_t over = spent_today() - limits_.per_day + 1;
  for (const auto& [minute, count] : minutes_) {
    if (over <= 0)
      break;
    over -= count;
    allowed = std::max<model::Stamp>(allowed, minute + 1min + day);
  }
  return allowed;
}

void Budget::spend(model::Stamp now) {
  forget(now);
  recent_.push_back(now);
  ++minutes_[std::chrono::floor<std::chrono::minutes>(now)];
}

std::int64_t Budget::spent_today(model::Stamp now) {
  forget(now);
  return spent_today();
}

std::int64_t Budget::left_today(model::Stamp now) {
  forget(now);
  return std::max<std::int64_t>(0, limits_.per_day - spent_today());
}

} // namespace trainsync::sync
