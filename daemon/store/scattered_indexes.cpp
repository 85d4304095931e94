#include "daemon/store/scattered_indexes.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <sqlite3.h>

namespace trainsync::store {
namespace {

// What made them is noted, with what the planner is told of them, which goes when they go.
constexpr const char* leave_out_sql = R"sql(
WITH scattered (name) AS (
  VALUES ('enrolments_by_item'), ('enrolments_by_person'), ('enrolments_by_status'), ('status_periods_by_status')
), noted (statement) AS (
  SELECT sql FROM sqlite_schema WHERE name IN scattered
   UNION ALL
  SELECT printf('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%Q, %Q, %Q)', tbl, idx, stat)
    FROM sqlite_stat1
   WHERE idx IN scattered
)
INSERT INTO meta (key, value)
SELECT 'indexes_left_out', group_concat(statement, ';') FROM noted HAVING count(*) > 0;
DROP INDEX IF EXISTS enrolments_by_item;
DROP INDEX IF EXISTS enrolments_by_person;
DROP INDEX IF EXISTS enrolments_by_status;
DROP INDEX IF EXISTS status_periods_by_status;
)sql";

constexpr const char* left_out_sql = R"sql(
SELECT value
  FROM meta
 WHERE key = 'indexes_left_out'
   AND NOT EXISTS (SELECT 1 FROM sync_runs WHERE ended_at IS NULL)
)sql";

// While it lives, what the connection does ends with SQLITE_INTERRUPT as soon as `stopped`.
class Interruption {
public:
  Interruption(SQLite::Database& db, const std::function<bool()>& stopped)
      : db_(db), stopped_(stopped) {
    constexpr int steps = 1'000;
    sqlite3_progress_handler(db_.getHandle(), steps, ask, this);
  }
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
  ~Interruption() { sqlite3_progress_handler(db_.getHandle(), 0, nullptr, nullptr); }

private:
  static int ask(void* self) { return static_cast<Interruption*>(self)->stopped_() ? 1 : 0; }

  SQLite::Database& db_;
  const std::function<bool()>& stopped_;
};

} // namespace

void ScatteredIndexes::leave_out_of_empty_file() {
  if (db_.execAndGet("SELECT EXISTS (SELECT 1 FROM enrolments)").getInt() == 0)
    db_.exec(leave_out_sql);
}

void ScatteredIndexes::complete(const std::function<bool()>& stopped) {
  SQLite::Statement left_out(db_, left_out_sql);
  if (!left_out.executeStep())
    return;
  const std::string sql = left_out.getColumn(0).getString();
  left_out.reset();
  const Interruption interruption(db_, stopped);
  try {
    SQLite::Transaction transaction(db_, SQLite::TransactionBehavior::IMMEDIATE);
    db_.exec(sql);
    db_.exec("DELETE FROM meta WHERE key = 'indexes_left_out'");
    transaction.commit();
  } catch (const SQLite::Exception& error) {
    if (error.getErrorCode() != SQLITE_INTERRUPT)
      throw;
  }
}

} // namespace trainsync::store
