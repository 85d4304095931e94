// `trainsync explain ID`: what the file knows of one row, and since when. Reads the config and the
// file, no secret; writes nothing.
#pragma once

#include "config/config.hpp"
#include "daemon/cli/arguments.hpp"

namespace trainsync::cli {

int explain_command(const config::Config& config, const ExplainAction& action);

} // namespace trainsync::cli
