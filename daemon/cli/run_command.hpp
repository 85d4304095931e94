// `trainsync run`: the daemon.
#pragma once

#include "config/config.hpp"

namespace trainsync::cli {

int run_command(const std::filesystem::path& config_file, config::Config config);

} // namespace trainsync::cli
