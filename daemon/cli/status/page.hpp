// The status as a page for people, and as JSON for programs. Pure.
#pragma once

#include "daemon/cli/paint.hpp"
#include "daemon/cli/status/status.hpp"

#include <string>

namespace trainsync::cli {

// At most 80 columns; times in UTC.
std::string status_page(const Status& status, const Paint& paint);

// One object, "version": 1. A later version with this number may have more keys, but none less or
// other.
std::string status_json(const Status& status);

} // namespace trainsync::cli
