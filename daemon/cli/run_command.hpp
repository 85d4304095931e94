// `trainsync run`: the daemon.
#pragma once

#include <filesystem>

namespace trainsync::cli {

// The exit code. Why it cannot begin or go on is said in the form of the log.
int run_command(const std::filesystem::path& config_file);

} // namespace trainsync::cli
