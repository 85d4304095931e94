// `trainsync approve-deletes`: a person's word for the deletions that are held back. Works while
// another process writes.
#pragma once

#include "config/config.hpp"
#include "daemon/cli/arguments.hpp"

namespace trainsync::cli {

int approve_deletes_command(const config::Config& config, const ApproveDeletesAction& action);

} // namespace trainsync::cli
