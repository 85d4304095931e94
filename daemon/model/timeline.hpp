// The periods in which an enrolment held a status, made from the platform's own history where there
// is one and from what was observed where there is none.
#pragma once

#include "daemon/model/records.hpp"

#include <span>
#include <vector>

namespace trainsync::model {

enum class Evidence { history, observed };

struct Period {
  Status status;
  Stamp valid_from;
  std::optional<Stamp> valid_to; // empty: still
  Evidence evidence;

  bool operator==(const Period&) const = default;
};

// The periods in order, never overlapping, the last one in the status `current`. `known` are the
// periods that the file has: what was observed earlier stays, except where the history tells it
// earlier; a gap (the enrolment was deleted) stays a gap. A status that neither tells of begins at
// `observed_at`.
std::vector<Period> timeline(std::span<const HistoryEntry> history, std::span<const Period> known,
                             Status current, Stamp observed_at);

} // namespace trainsync::model
