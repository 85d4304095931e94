// What a sync would change, in words: how many rows of what kind, which fields, and some of them
// with their old and new values.
#pragma once

#include <SQLiteCpp/Database.h>

#include <string>

namespace trainsync::cli {

// Of all changes after `newest_change`. Lines of at most 80 columns. Throws SQLite::Exception.
std::string changes_report(SQLite::Database& db, std::int64_t newest_change);

} // namespace trainsync::cli
