// What the budget of requests allows for a source of that size. Pure.
#pragma once

#include "config/config.hpp"
#include "daemon/cli/check/finding.hpp"

#include <cstdint>
#include <optional>

namespace trainsync::cli {

struct ExecSize {
  std::int64_t rows = 0, pages = 0; // as page 1 says
};
struct LearnSize {
  std::int64_t assignments = 0;
  bool is_all = true;                     // else there are more
  std::optional<std::int64_t> enrolments; // as far as the file knows them
};

// One finding: what a round takes, what a day has room for, and the interval that follows; a
// warning where that is longer than the configured one.
Finding plan_budget(const config::Exec& exec, const ExecSize& size);
Finding plan_budget(const config::Learn& learn, const LearnSize& size);

} // namespace trainsync::cli
