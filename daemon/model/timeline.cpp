#include "daemon/model/timeline.hpp"

#include <algorithm>

namespace trainsync::model {
namespace {

struct Transition {
  Stamp at;
  std::optional<Status> to; // empty: the enrolment was gone from here
  Evidence evidence;
  std::size_t order = 0; // of those at the same time
};

std::vector<Transition> transitions(std::span<const HistoryEntry> history,
                                    std::span<const Period> known) {
  std::vector<Transition> all;
  for (const HistoryEntry& entry : history)
    if (entry.created_at && entry.next_status)
      all.push_back({*entry.created_at, status_from_learn(*entry.next_status), Evidence::history});
  for (std::size_t i = 0; i < known.size(); ++i) {
    const Period& period = known[i];
    if (period.evidence == Evidence::observed)
      all.push_back({period.valid_from, period.status, Evidence::observed});
    const bool last = i + 1 == known.size();
    if (period.valid_to && (last || known[i + 1].valid_from > *period.valid_to))
      all.push_back({*period.valid_to, std::nullopt, Evidence::observed});
  }
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i].order = i;
  std::ranges::sort(all, {}, [](const Transition& t) { return std::pair(t.at, t.order); });
  return all;
}

} // namespace

std::vector<Period> timeline(std::span<const HistoryEntry> history, std::span<const Period> known,
                             Status current, Stamp observed_at) {
  std::vector<Period> periods;
  const auto enter = [&](Stamp at, std::optional<Status> to, Evidence evidence) {
    const bool running = !periods.empty() && !periods.back().valid_to;
    if (to && running && periods.back().status == *to)
      return;
    if (running)
      periods.back().valid_to = at;
    if (running && periods.back().valid_from == at)
      periods.pop_back();
    if (to && !periods.empty() && periods.back().status == *to && periods.back().valid_to == at)
      periods.back().valid_to.reset();
    else if (to)
      periods.push_back({*to, at, std::nullopt, evidence});
  };
  for (const Transition& transition : transitions(history, known))
    enter(transition.at, transition.to, transition.evidence);
  const Stamp latest =
      periods.empty() ? observed_at : periods.back().valid_to.value_or(periods.back().valid_from);
  enter(std::max(observed_at, latest), current, Evidence::observed);
  return periods;
}

} // namespace trainsync::model
