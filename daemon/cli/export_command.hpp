// `trainsync export VIEW FILE`: a view's rows for a spreadsheet.
#pragma once

#include "config/config.hpp"
#include "daemon/cli/arguments.hpp"

namespace trainsync::cli {

int export_command(const config::Config& config, const ExportAction& action);

} // namespace trainsync::cli
