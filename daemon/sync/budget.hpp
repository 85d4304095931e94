// How many requests a source may still make. Pure: it is told the time and answers whether to wait.
#pragma once

#include "daemon/sync/clock.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>

namespace trainsync::sync {

struct BudgetLimits {
  std::int64_t per_minute, per_day;
};

// A rolling minute and a rolling 24 hours. What earlier processes spent comes in as requests a
// minute, so that a restart resets nothing.
class Budget {
public:
  using Spent = std::map<model::Stamp, std::int64_t>; // the minute's start → requests

  Budget(BudgetLimits limits, Spent spent) : limits_(limits), minutes_(std::move(spent)) {}

  // When the next request may be sent; `now` or earlier means at once.
  model::Stamp next_allowed(model::Stamp now);
  // A request is being sent.
  void spend(model::Stamp now);
  std::int64_t per_day() const { return limits_.per_day; }
  std::int64_t left_today(model::Stamp now);
  std::int64_t spent_today(model::Stamp now);

private:
  void forget(model::Stamp now);
  void recall(model::Stamp now);
  std::int64_t spent_today() const;

  BudgetLimits limits_;
  Spent minutes_;
  std::deque<model::Stamp> recent_; // sent within the last minute
  bool recalled_ = false;           // what earlier processes sent is among them
};

} // namespace trainsync::sync
