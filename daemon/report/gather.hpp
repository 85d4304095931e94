// Asks the file for what the report says.
#pragma once

#include "daemon/report/facts.hpp"

#include <SQLiteCpp/Database.h>

namespace trainsync::report {

inline constexpr std::size_t items_shown = 15, people_shown = 50;
inline constexpr int months_shown = 18, weeks_shown = 26;

// In one read transaction, so that all is of one moment. Throws SQLite::Exception.
Facts gather(SQLite::Database& db, bool names);

} // namespace trainsync::report
