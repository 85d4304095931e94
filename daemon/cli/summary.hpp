// What `sync` says at its end, and the exit code that goes with it.
#pragma once

#include "daemon/sync/observer.hpp"

#include <string>
#include <vector>

namespace trainsync::cli {

// A table of at most 80 columns, then a sentence for each source that is not whole.
// `dry_run`: nothing of it stands in the file.
std::string summary(const std::vector<sync::RoundResult>& results, bool dry_run = false);
int exit_code(const std::vector<sync::RoundResult>& results);

} // namespace trainsync::cli
