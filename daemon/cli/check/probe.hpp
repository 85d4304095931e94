// Asks a platform the few things that tell whether its credentials work, what they reach, and how
// large it is. Each request is counted in the budget.
#pragma once

#include "config/config.hpp"
#include "daemon/cli/check/budget_plan.hpp"
#include "daemon/sync/clock.hpp"
#include "daemon/sync/fetcher.hpp"

namespace trainsync::cli {

// What answered one question.
struct Probe {
  std::string list; // what was asked for: "assignments", "users", ...
  std::optional<sync::Failure> failure{};
  std::string left_out_by{}; // the line of the config that would leave it out
};

struct Clocks {
  std::optional<model::Stamp> server{};
  model::Stamp here{};
};

// Learn's rows are read by when they were updated; a row that no such window shows would be lost.
struct WindowProbe {
  std::string assignment;
  std::int64_t rows = 0, hidden = 0; // `hidden`: not shown by the window
};

struct ExecProbe {
  Probe assignments;
  Clocks clocks;
  ExecSize size;
};
struct LearnProbe {
  std::vector<Probe> lists; // the first is assignments
  Clocks clocks;
  LearnSize size;
  std::optional<WindowProbe> window;
};

// One request.
boost::asio::awaitable<ExecProbe> probe_exec(sync::Fetcher& fetcher, sync::Clock& clock,
                                             const config::Exec& config);
// One request for each list, two for enrolments, and one for each 100 assignments up to 1,000.
boost::asio::awaitable<LearnProbe> probe_learn(sync::Fetcher& fetcher, sync::Clock& clock,
                                               const config::Learn& config);

// Pure. `base_url`: what answered.
Findings judge(const config::Exec& config, const ExecProbe& probe);
Findings judge(const config::Learn& config, const LearnProbe& probe);

} // namespace trainsync::cli
