#include "daemon/report/facts.hpp"

#include <algorithm>

namespace trainsync::report {

Tally& operator+=(Tally& sum, const Tally& more) {
  sum.enrolments += more.enrolments;
  sum.completed += more.completed;
  sum.overdue += more.overdue;
  sum.failed += more.failed;
  sum.still_open += more.still_open;
  sum.scheduled += more.scheduled;
  for (std::size_t age = 0; age < ages; ++age)
    sum.overdue_by_age[age] += more.overdue_by_age[age];
  sum.longest_overdue_days = std::max(sum.longest_overdue_days, more.longest_overdue_days);
  sum.scores += more.scores;
  sum.score_sum += more.score_sum;
  return sum;
}

bool Health::needs_attention() const {
  static constexpr std::array states{"stale", "failing", "held", "never"};
  return std::ranges::find(states, state) != states.end();
}

bool Facts::has(Platform platform) const {
  return std::ranges::find(sources, platform, &Source::platform) != sources.end();
}

} // namespace trainsync::report
