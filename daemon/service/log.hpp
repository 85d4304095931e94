// The log: lines on standard error, in the form that fits who reads them.
#pragma once

#include "config/config.hpp"

#include <spdlog/logger.h>

#include <memory>

namespace trainsync::service {

// What standard error is connected to.
struct LogTarget {
  bool is_terminal = false;
  bool is_journal = false;
};
LogTarget log_target();

// The head of a line that journald takes for an error.
inline constexpr const char* journal_error = "<3>";

// Text with stamps (coloured on a terminal), `<level>` prefixes without stamps for journald, or one
// JSON object a line; `auto` takes what fits the target.
std::shared_ptr<spdlog::logger> make_logger(const config::Log& config, LogTarget target);

} // namespace trainsync::service
