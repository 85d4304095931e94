// How often and how soon a request is tried again. Pure: told what came, it says what to do next.
#pragma once

#include "daemon/sync/clock.hpp"

#include <optional>

namespace trainsync::sync {

// Five tries after the first, with exponential backoff and full jitter (a random share of 1 s, 2 s,
// 4 s, …, at most 60 s). A wait that the server asks for is obeyed, and does not count as a try
// when it was a rate limit; but no longer than `longest_wait`, after which the server is asked
// again.
class RetryPolicy {
public:
  explicit RetryPolicy(Random& random, std::optional<Duration> longest_wait = {})
      : random_(random), longest_wait_(longest_wait) {}

  // After a failure that time may mend: how long to wait, or nothing where it has been tried often
  // enough.
  std::optional<Duration> after_failure(std::optional<Duration> asked);
  // After a 429.
  std::optional<Duration> after_rate_limit(std::optional<Duration> asked);

private:
  Duration backoff();
  Duration obeyed(Duration asked) const;

  static constexpr int most_retries = 5, most_rate_limits = 20;
  Random& random_;
  std::optional<Duration> longest_wait_;
  int failures_ = 0, rate_limits_ = 0;
};

} // namespace trainsync::sync
