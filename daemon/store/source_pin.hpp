// Where the file holds a source from, and whether the config still says the same. Only asks, so
// that readers may use it too. Throws SQLite::Exception.
#pragma once

#include <SQLiteCpp/Database.h>

#include <optional>
#include <string>

namespace trainsync::store {

struct SourcePin; // store.hpp

// As messages show it: platform, host and tenant.
std::string place_of(const SourcePin& pin);
// The same of the file; nothing where it does not know the source.
std::optional<std::string> kept_place(SQLite::Database& db, const std::string& source);
bool has_rows(SQLite::Database& db, const std::string& source);
// Why the file cannot take it, because of the rows that it holds under that name.
std::optional<std::string> contradiction(SQLite::Database& db, const SourcePin& pin);

} // namespace trainsync::store
