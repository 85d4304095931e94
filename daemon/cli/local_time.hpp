// The clock on the wall of whoever sits at the terminal.
#pragma once

#include "daemon/model/stamp.hpp"

#include <string>

namespace trainsync::cli {

// "14:05:30" in the local time zone; the day in front where it is not that of `now`. Rounded up.
std::string local_time(model::Stamp at, model::Stamp now);

} // namespace trainsync::cli
