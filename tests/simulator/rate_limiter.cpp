#include "tests/simulator/rate_limiter.hpp"

#include <algorithm>

namespace trainsync::simulator {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;

// How many of the last requests lie within the window, and when the window has room again.
seconds wait(const std::deque<Time>& times, std::optional<std::size_t> limit, Time begin,
             std::chrono::milliseconds length, Time now) {
  auto first = std::ranges::upper_bound(times, begin);
  auto used = static_cast<std::size_t>(times.end() - first);
  if (!limit || used < *limit) {
    return seconds{0};
  }
  Time free_at =
      *limit == 0 ? now + length : *(times.end() - static_cast<std::ptrdiff_t>(*limit)) + length;
  return std::max(std::chrono::ceil<seconds>(free_at - now), seconds{1});
}

seconds wait_for_midnight(const std::deque<Time>& times, std::optional<std::size_t> limit,
                          Time now) {
  Time midnight = std::chrono::floor<days>(now);
  bool used_up = wait(times, limit, midnight - std::chrono::milliseconds{1}, days{1}, now).count();
  return used_up ? std::chrono::ceil<seconds>(midnight + days{1} - now) : seconds{0};
}

} // namespace

std::optional<seconds> RateLimiter::admit(const RateLimit& limit, Time now) {
  while (!let_through_.empty() && let_through_.front() <= now - days{1}) {
    let_through_.pop_front();
  }
  seconds minute = wait(let_through_, limit.per_minute, now - minutes{1}, minutes{1}, now);
  seconds day = limit.day_ends_at_midnight
                    ? wait_for_midnight(let_through_, limit.per_day, now)
                    : wait(let_through_, limit.per_day, now - days{1}, days{1}, now);
  if (seconds longest = std::max(minute, day); longest.count() > 0) {
    return longest;
  }
  spend(1, now);
  return std::nullopt;
}

void RateLimiter::spend(std::size_t requests, Time now) {
  let_through_.insert(let_through_.end(), requests, now);
}

} // namespace trainsync::simulator
