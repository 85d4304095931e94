// Deletions that wait for a person's word, as `check` tells of them.
#pragma once

#include "daemon/cli/check/finding.hpp"

#include <SQLiteCpp/Database.h>

namespace trainsync::cli {

// A warning for each source that has some. Throws SQLite::Exception.
Findings held_findings(SQLite::Database& db);

} // namespace trainsync::cli
