#include "daemon/sync/retry_policy.hpp"

#include <algorithm>
#include <cmath>

namespace trainsync::sync {

std::optional<Duration> RetryPolicy::after_failure(std::optional<Duration> asked) {
  if (++failures_ > most_retries)
    return std::nullopt;
  return asked ? obeyed(*asked) : backoff();
}

std::optional<Duration> RetryPolicy::after_rate_limit(std::optional<Duration> asked) {
  if (asked && ++rate_limits_ <= most_rate_limits)
    return obeyed(*asked) + std::chrono::milliseconds(static_cast<int>(random_.next() * 500));
  return after_failure(std::nullopt);
}

Duration RetryPolicy::obeyed(Duration asked) const {
  return longest_wait_ ? std::min(asked, *longest_wait_) : asked;
}

Duration RetryPolicy::backoff() {
  const double seconds = std::min(60.0, std::exp2(failures_ - 1));
  return Duration(static_cast<Duration::rep>(1000 * seconds * random_.next()));
}

} // namespace trainsync::sync
