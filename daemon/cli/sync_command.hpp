// `trainsync sync`: once through all streams of the configured sources.
#pragma once

#include "config/config.hpp"
#include "daemon/cli/arguments.hpp"

namespace trainsync::cli {

int sync_command(const config::Config& config, const SyncAction& action);

} // namespace trainsync::cli
