// What `trainsync forget` says.
#pragma once

#include "config/config.hpp"
#include "daemon/store/forgetting.hpp"

#include <string>
#include <vector>

namespace trainsync::cli {

// What was erased, a line a source; counts only.
std::string erased_table(const std::map<std::string, store::Erased>& erased);

// Why nobody was forgotten, and what to say instead.
std::string who_is_meant(const std::string& who, const store::NoPerson& nobody);

// The places that a user keeps, and where the person still stands: a sentence each.
std::vector<std::string> still_named(const std::filesystem::path& config_file,
                                     const config::Config& config, const store::Forgot& forgot);

} // namespace trainsync::cli
