// Where `check` finds the secrets that systemd gives to the service alone.
#pragma once

#include "config/secret.hpp"

#include <filesystem>

namespace trainsync::cli {

// $CREDENTIALS_DIRECTORY, or where systemd did not start this process the folder `credentials`
// beside the config, from which the package's unit loads them; empty where neither is there.
std::filesystem::path credentials_folder(const std::filesystem::path& config_file);

// The environment with CREDENTIALS_DIRECTORY set to that folder. `folder` must outlive it.
config::Environment with_credentials(const std::filesystem::path& folder);

} // namespace trainsync::cli
