// Reads the file's status. Asks only what an index answers, so that a file of a million rows takes
// milliseconds.
#pragma once

#include "config/config.hpp"
#include "daemon/cli/status/status.hpp"

#include <SQLiteCpp/Database.h>

namespace trainsync::cli {

// All from one moment of the file. `now`: by which budgets are judged. Throws SQLite::Exception.
Status read_status(SQLite::Database& db, const config::Config& config, model::Stamp now);

} // namespace trainsync::cli
