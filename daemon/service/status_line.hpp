// What `systemctl status` shows: what each source does, what is left of its budget, when it is
// polled next, and what is wrong.
#pragma once

#include "daemon/model/stamp.hpp"

#include <optional>
#include <string>
#include <vector>

namespace trainsync::service {

struct SourceStatus {
  std::string source;
  std::string doing; // "reading users", "waiting until … for …"; empty between two rounds
  std::string wrong; // of the last round; empty: it was whole
  std::optional<model::Stamp> whole_at, next_at;
  std::optional<std::int64_t> requests_left; // of the day
  std::int64_t requests_per_day = 0;
  std::int64_t held = 0; // deletions that wait for a person's word
};

// One line; times in UTC.
std::string status_line(const std::vector<SourceStatus>& sources, model::Stamp now);

} // namespace trainsync::service
