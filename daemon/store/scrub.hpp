// Makes sure that no byte of what was erased is left in the file or its WAL.
#pragma once

#include <SQLiteCpp/Database.h>

#include <chrono>
#include <filesystem>
#include <set>
#include <string>

namespace trainsync::store {

// Whether one of the texts stands anywhere among the file's bytes, in capitals or not (ASCII).
// Texts shorter than six bytes are not looked for: they say nothing.
bool occurs_in(const std::filesystem::path& file, const std::set<std::string>& texts);

// Moves the WAL into the file and empties it; that waits up to `patience` for readers that still
// see the file as it was. Where one of the erased texts is found in the file after that, or none is
// known, the whole file is written anew: pages may keep what was deleted while secure_delete was
// off. That takes as much free disk as the file has bytes, twice, and other writers wait meanwhile.
// False where readers did not end. Throws SQLite::Exception where there is no room, or another
// writer does not end.
bool scrub(SQLite::Database& db, const std::set<std::string>& erased,
           std::chrono::milliseconds patience);

} // namespace trainsync::store
