// `trainsync backup`: a checked copy of the file, made while another process writes it.
#pragma once

#include "config/config.hpp"
#include "daemon/cli/arguments.hpp"

namespace trainsync::cli {

int backup_command(const config::Config& config, const BackupAction& action);

} // namespace trainsync::cli
