// Counts requests against a limit a minute and one a day.
#pragma once

#include "tests/simulator/clock.hpp"
#include "tests/simulator/quirks.hpp"

#include <chrono>
#include <deque>
#include <optional>

namespace trainsync::simulator {

class RateLimiter {
public:
  // Nothing where the request is let through, which counts; else how long until one would be.
  // Refused requests do not count.
  std::optional<std::chrono::seconds> admit(const RateLimit& limit, Time now);

  // Requests that somebody else makes with the same account.
  void spend(std::size_t requests, Time now);

private:
  std::deque<Time> let_through_; // of the last 24 hours
};

} // namespace trainsync::simulator
