// Why there is nothing to explain.
#pragma once

#include "daemon/cli/arguments.hpp"

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <string>

namespace trainsync::cli {

// For an id that no row has: a record of it could not be read, the person was forgotten, or it is
// not known. `database`: beside which the key of who was forgotten lies. Throws SQLite::Exception.
std::string why_nothing(SQLite::Database& db, const ExplainAction& action,
                        const std::filesystem::path& database);

} // namespace trainsync::cli
