#include "daemon/store/rejection_table.hpp"

#include <SQLiteCpp/Column.h>

namespace trainsync::store {
namespace {

constexpr const char* met_again_sql = R"sql(
UPDATE rejected_records
   SET run_id = ?, last_seen_at = ?, healed_at = NULL
 WHERE source = ? AND stream = ? AND assignment_source_id = ? AND source_id IS ? AND reason = ? AND payload = ?
)sql";

constexpr const char* add_sql = R"sql(
INSERT INTO rejected_records (run_id, first_seen_at, last_seen_at, source, stream, assignment_source_id, source_id,
                              reason, payload)
VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
)sql";

constexpr const char* heal_all_sql = R"sql(
UPDATE rejected_records
   SET healed_at = ?
 WHERE healed_at IS NULL
   AND run_id < ?
   AND (source, stream, assignment_source_id) = (SELECT source, stream, assignment_source_id
                                                   FROM sync_streams
                                                  WHERE id = ?)
)sql";

constexpr const char* unread_sql = R"sql(
SELECT count(*)
  FROM sync_runs AS r
  JOIN sync_streams AS t ON t.source = r.source AND t.last_pass_at >= r.started_at
  JOIN rejected_records AS x
    ON x.source = t.source AND x.stream = t.stream AND x.assignment_source_id = t.assignment_source_id
 WHERE r.id = ? AND x.healed_at IS NULL
)sql";

int bind_key(SQLite::Statement& statement, int index, const StreamKey& key) {
  for (const std::string& text : {key.source, key.stream, key.assignment})
    statement.bind(index++, text);
  return index;
}

void bind_rejected(SQLite::Statement& statement, const Observation& seen, const StreamKey& key,
                   const model::Rejected& rejected) {
  statement.bind(1, seen.run_id);
  bind_value(statement, 2, to_value(seen.at));
  const int index = bind_key(statement, 3, key);
  bind_value(statement, index, to_value(rejected.source_id));
  statement.bind(index + 1, rejected.reason);
  statement.bind(index + 2, rejected.payload);
}

} // namespace

RejectionTable::RejectionTable(SQLite::Database& db)
    : db_(db),
      unhealed_(db, "SELECT source_id FROM rejected_records WHERE source = ? AND stream = ? AND "
                    "assignment_source_id = ? AND source_id IS NOT NULL AND healed_at IS NULL") {}

void RejectionTable::apply(const Observation& seen, const StreamKey& key, const model::Page& page) {
  heal(seen, key, page);
  for (const model::Rejected& rejected : page.batch.rejected)
    if (!met_again(seen, key, rejected))
      add(seen, key, rejected);
}

void RejectionTable::heal(const Observation& seen, const StreamKey& key, const model::Page& page) {
  std::set<std::string> waiting = unhealed(key);
  for (const model::Rejected& rejected : page.batch.rejected)
    waiting.erase(rejected.source_id.value_or(""));
  if (waiting.empty())
    return;
  SQLite::Statement update(
      db_, "UPDATE rejected_records SET healed_at = ? WHERE source = ? AND stream = ? AND "
           "assignment_source_id = ? AND source_id = ? AND healed_at IS NULL");
  for (const std::string& id : page.ids) {
    if (!waiting.contains(id))
      continue;
    bind_value(update, 1, to_value(seen.at));
    update.bind(bind_key(update, 2, key), id);
    update.exec();
    update.reset();
  }
}

std::set<std::string> RejectionTable::unhealed(const StreamKey& key) {
  std::set<std::string> ids;
  unhealed_.tryReset();
  bind_key(unhealed_, 1, key);
  while (unhealed_.executeStep())
    ids.insert(unhealed_.getColumn(0).getString());
  unhealed_.tryReset();
  return ids;
}

bool RejectionTable::met_again(const Observation& seen, const StreamKey& key,
                               const model::Rejected& rejected) {
  SQLite::Statement update(db_, met_again_sql);
  bind_rejected(update, seen, key, rejected);
  return update.exec() > 0;
}

void RejectionTable::add(const Observation& seen, const StreamKey& key,
                         const model::Rejected& rejected) {
  SQLite::Statement insert(db_, add_sql);
  bind_rejected(insert, seen, key, rejected);
  insert.exec();
}

void RejectionTable::heal_all(std::int64_t stream_id, std::int64_t run_id, model::Stamp at) {
  SQLite::Statement update(db_, heal_all_sql);
  bind_value(update, 1, to_value(at));
  update.bind(2, run_id);
  update.bind(3, stream_id);
  update.exec();
}

std::int64_t RejectionTable::unread(std::int64_t run_id) {
  SQLite::Statement query(db_, unread_sql);
  query.bind(1, run_id);
  query.executeStep();
  return query.getColumn(0).getInt64();
}

} // namespace trainsync::store
