// `trainsync check`: looks at everything that a sync needs, before one is run or when one fails.
// Changes nothing but the count of requests made.
#pragma once

#include "daemon/cli/arguments.hpp"

namespace trainsync::cli {

int check_command(const std::filesystem::path& config_file, const CheckAction& action);

} // namespace trainsync::cli
