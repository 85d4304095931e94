// `trainsync forget`: takes a person out of the file, and keeps them out. Works while another
// process writes.
#pragma once

#include "config/config.hpp"
#include "daemon/cli/arguments.hpp"

namespace trainsync::cli {

int forget_command(const std::filesystem::path& config_file, const config::Config& config,
                   const ForgetAction& action);

} // namespace trainsync::cli
