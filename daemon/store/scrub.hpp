// Makes sure that no byte of what was erased is left in the file or its WAL.
#pragma once

#include <SQLiteCpp/Database.h>

#include <chrono>

namespace trainsync::store {

// Writes the whole file anew, for pages keep pieces of rows that once moved within them, which
// secure_delete does not reach; then moves the WAL into the file and empties it. That waits up to
// `patience` for readers that still see the file as it was: false where they did not end. Takes as
// much free disk as the file has bytes, twice; memory stays flat. Other writers wait meanwhile
// (`Rewriting`). Throws SQLite::Exception where there is no room, or another writer does not end.
bool scrub(SQLite::Database& db, std::chrono::milliseconds patience);

} // namespace trainsync::store
