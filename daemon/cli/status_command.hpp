// `trainsync status`: how the file is, for people and monitors. Reads the config and the file, no
// secret; writes nothing.
#pragma once

#include "config/config.hpp"
#include "daemon/cli/arguments.hpp"

namespace trainsync::cli {

int status_command(const config::Config& config, const StatusAction& action);

} // namespace trainsync::cli
