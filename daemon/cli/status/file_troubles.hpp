// What is wrong with the file as a whole, though its rows may be fresh: sentences that say what to
// do. Only asks. Throws SQLite::Exception.
#pragma once

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace trainsync::cli {

// Bytes of somebody who was erased may still be in the file.
std::optional<std::string> unfinished_forget(SQLite::Database& db);

// That, and the key of who was forgotten where no sync may write without it. A user who may not
// read the key is not told whether it is the right one.
std::vector<std::string> file_troubles(SQLite::Database& db, const std::filesystem::path& database);

} // namespace trainsync::cli
