#include "daemon/store/scrub.hpp"

#include "daemon/store/rewriting.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

namespace trainsync::store {

bool scrub(SQLite::Database& db, std::chrono::milliseconds patience) {
  const Rewriting rewriting(db.getFilename());
  db.setBusyTimeout(static_cast<int>(patience.count()));
  db.exec("VACUUM");
  SQLite::Statement checkpoint(db, "PRAGMA wal_checkpoint(TRUNCATE)");
  return checkpoint.executeStep() && checkpoint.getColumn(0).getInt() == 0;
}

} // namespace trainsync::store
