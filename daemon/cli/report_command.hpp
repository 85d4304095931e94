// `trainsync report`: the file's figures as one page of HTML. Only reads the file; works while
// another process writes it.
#pragma once

#include "config/config.hpp"
#include "daemon/cli/arguments.hpp"

namespace trainsync::cli {

int report_command(const config::Config& config, const ReportAction& action);

} // namespace trainsync::cli
