#include "daemon/store/stream_table.hpp"

#include <SQLiteCpp/Column.h>
#include <nlohmann/json.hpp>

namespace trainsync::store {
namespace {

constexpr const char* save_progress_sql = R"sql(
INSERT INTO walk_progress (stream_id, started_at, is_full, window_from, window_to, first_to, round, is_head,
                           ignores_end, next_page, low_page, high_page)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (stream_id) DO UPDATE SET
  is_full = excluded.is_full, window_from = excluded.window_from, window_to = excluded.window_to,
  first_to = excluded.first_to, round = excluded.round, is_head = excluded.is_head,
  ignores_end = excluded.ignores_end, next_page = excluded.next_page, low_page = excluded.low_page,
  high_page = excluded.high_page
)sql";

constexpr const char* end_pass_sql = R"sql(
UPDATE sync_streams
   SET last_pass_at = :at,
       last_outcome = :outcome,
       last_error = :error,
       remark = :remark,
       last_whole_at = iif(:outcome = 'whole', :at, last_whole_at),
       last_full_at = iif(:outcome = 'whole' AND :full, :at, last_full_at),
       longest_page = iif(:full, :longest, max(longest_page, :longest)),
       failures = iif(:outcome = 'whole', 0, failures + 1),
       quiet_full_passes = CASE WHEN :changed OR NOT :may_rest THEN 0
                                WHEN :outcome = 'whole' AND :full THEN quiet_full_passes + 1
                                ELSE quiet_full_passes END,
       next_due_at = :next_due,
       fresh_until = iif(:outcome = 'whole', :fresh_until, fresh_until)
 WHERE id = :id
)sql";

// Streams that the config leaves out, or that rest, are none of the daemon's; those of Learn that
// no pass has begun yet have no row.
constexpr const char* due_streams_sql = R"sql(
WITH source AS (SELECT * FROM sources WHERE name = ?1),
     resting AS (SELECT source_id FROM resting_assignments WHERE source = ?1),
     wanted (stream, assignment) AS (
       SELECT 'assignments', ''
        UNION ALL
       SELECT l.stream, ''
         FROM source AS s
         JOIN (SELECT 'users' AS stream UNION ALL SELECT 'contents') AS l
        WHERE json_type(s.filters, '$.' || l.stream) IS NOT 'false'
        UNION ALL
       SELECT 'enrolments', a.source_id
         FROM source AS s
         JOIN assignments AS a ON a.source = s.name
        WHERE json_type(s.filters, '$.assignments') IS NOT 'array'
          AND a.source_id NOT IN (SELECT source_id FROM resting)
        UNION ALL
       SELECT 'enrolments', i.value
         FROM source AS s, json_each(s.filters, '$.assignments') AS i)
SELECT w.stream,
       w.assignment,
       t.next_due_at,
       t.last_whole_at,
       coalesce(t.failures, 0),
       t.last_pass_at IS NULL
       OR t.last_whole_at IS NULL AND t.last_outcome = 'failed'
       OR EXISTS (SELECT 1 FROM walk_progress AS p WHERE p.stream_id = t.id)
  FROM source AS s
  JOIN wanted AS w
  LEFT JOIN sync_streams AS t
    ON t.source = s.name AND t.stream = w.stream AND t.assignment_source_id = w.assignment
 WHERE s.platform = 'learn' OR w.stream = 'assignments'
)sql";

void execute(SQLite::Database& db, const char* sql, std::int64_t id) {
  SQLite::Statement statement(db, sql);
  statement.bind(1, id);
  statement.exec();
}

} // namespace

const char* text(Outcome outcome) {
  switch (outcome) {
  case Outcome::whole:
    return "whole";
  case Outcome::partial:
    return "partial";
  case Outcome::unavailable:
    return "unavailable";
  default:
    return "failed";
  }
}

StreamTable::StreamTable(SQLite::Database& db)
    : db_(db),
      insert_(db,
              "INSERT INTO sync_streams (source, stream, assignment_source_id) VALUES (?, ?, ?) "
              "ON CONFLICT DO NOTHING"),
      select_(
          db,
          "SELECT id, cursor, longest_page, last_whole_at, last_full_at, next_due_at, failures, "
          "last_outcome IS 'unavailable', coalesce(remark, '') "
          "FROM sync_streams WHERE source = ? AND stream = ? AND assignment_source_id = ?"),
      move_cursor_(
          db,
          "UPDATE sync_streams SET cursor = ?1 WHERE id = ?2 AND (cursor IS NULL OR cursor < ?1)"),
      select_progress_(
          db, "SELECT is_full, window_from, window_to, first_to, round, is_head, ignores_end, "
              "next_page, low_page, high_page, started_at FROM walk_progress WHERE stream_id = ?"),
      save_progress_(db, save_progress_sql),
      mark_seen_(db, "INSERT INTO walk_pages (stream_id, source_ids) VALUES (?, ?)") {}

Stream StreamTable::load(const StreamKey& key) {
  for (SQLite::Statement* statement : {&insert_, &select_}) {
    statement->tryReset();
    statement->bind(1, key.source);
    statement->bind(2, key.stream);
    statement->bind(3, key.assignment);
  }
  if (!select_.executeStep()) {
    insert_.exec();
    select_.tryReset();
    select_.executeStep();
  }
  Stream stream;
  stream.id = select_.getColumn(0).getInt64();
  stream.cursor = stamp_column(select_, 1);
  stream.longest_page = select_.getColumn(2).getInt64();
  stream.last_whole_at = stamp_column(select_, 3);
  stream.last_full_at = stamp_column(select_, 4);
  stream.next_due_at = stamp_column(select_, 5);
  stream.failures = select_.getColumn(6).getInt64();
  stream.unavailable = select_.getColumn(7).getInt() != 0;
  stream.remark = select_.getColumn(8).getString();
  select_.tryReset();
  load_progress(stream);
  return stream;
}

void StreamTable::load_progress(Stream& stream) {
  select_progress_.tryReset();
  select_progress_.bind(1, stream.id);
  if (!select_progress_.executeStep())
    return;
  model::Progress progress;
  progress.full = select_progress_.getColumn(0).getInt() != 0;
  progress.from = stamp_column(select_progress_, 1);
  progress.to = stamp_column(select_progress_, 2);
  progress.first_to = stamp_column(select_progress_, 3);
  progress.round = select_progress_.getColumn(4).getInt64();
  progress.head = select_progress_.getColumn(5).getInt() != 0;
  progress.ignores_end = select_progress_.getColumn(6).getInt() != 0;
  progress.next_page = select_progress_.getColumn(7).getInt64();
  progress.low = select_progress_.getColumn(8).getInt64();
  progress.high = select_progress_.getColumn(9).getInt64();
  stream.progress = progress;
  stream.progress_since = stamp_column(select_progress_, 10);
  select_progress_.tryReset();
}

void StreamTable::save_progress(std::int64_t stream_id, const model::Progress& progress,
                                model::Stamp at) {
  save_progress_.tryReset();
  int index = 0;
  for (const Value& value :
       {to_value(stream_id), to_value(at), to_value(progress.full), to_value(progress.from),
        to_value(progress.to), to_value(progress.first_to), to_value(progress.round),
        to_value(progress.head), to_value(progress.ignores_end), to_value(progress.next_page),
        to_value(progress.low), to_value(progress.high)})
    bind_value(save_progress_, ++index, value);
  save_progress_.exec();
}

void StreamTable::commit(std::int64_t stream_id, const model::Commit& commit,
                         const std::vector<std::string>& ids, model::Stamp at) {
  if (commit.forget_seen)
    execute(db_, "DELETE FROM walk_pages WHERE stream_id = ?", stream_id);
  if (commit.mark_seen && !commit.skip_rows && !ids.empty()) {
    mark_seen_.tryReset();
    mark_seen_.bind(1, stream_id);
    mark_seen_.bind(2, nlohmann::json(ids).dump());
    mark_seen_.exec();
  }
  if (commit.progress)
    save_progress(stream_id, *commit.progress, at);
  if (commit.end_walk)
    execute(db_, "DELETE FROM walk_progress WHERE stream_id = ?", stream_id);
  if (commit.cursor) {
    move_cursor_.tryReset();
    bind_value(move_cursor_, 1, to_value(*commit.cursor));
    move_cursor_.bind(2, stream_id);
    move_cursor_.exec();
  }
}

std::vector<std::string> StreamTable::seen_ids(std::int64_t stream_id) {
  std::vector<std::string> ids;
  SQLite::Statement query(
      db_,
      "SELECT s.value FROM walk_pages AS w, json_each(w.source_ids) AS s WHERE w.stream_id = ?");
  query.bind(1, stream_id);
  while (query.executeStep())
    ids.push_back(query.getColumn(0).getString());
  return ids;
}

void StreamTable::forget_walk(std::int64_t stream_id) {
  execute(db_, "DELETE FROM walk_pages WHERE stream_id = ?", stream_id);
  execute(db_, "DELETE FROM walk_progress WHERE stream_id = ?", stream_id);
}

void StreamTable::end_pass(const PassEnd& end) {
  SQLite::Statement update(db_, end_pass_sql);
  const auto set = [&](const char* name, const Value& value) {
    bind_value(update, update.getIndex(name), value);
  };
  set(":id", end.stream_id);
  set(":outcome", std::string(text(end.outcome)));
  set(":full", to_value(end.full));
  set(":changed", to_value(end.changed_something));
  set(":may_rest", to_value(end.may_rest));
  set(":longest", end.longest_page);
  set(":error", end.error.empty() ? Value() : Value(end.error));
  set(":remark", end.remark.empty() ? Value() : Value(end.remark));
  set(":at", to_value(end.at));
  set(":next_due", to_value(end.next_due));
  set(":fresh_until", to_value(end.fresh_until));
  update.exec();
}

std::vector<DueStream> StreamTable::due_streams(const std::string& source) {
  std::vector<DueStream> streams;
  SQLite::Statement query(db_, due_streams_sql);
  query.bind(1, source);
  while (query.executeStep())
    streams.push_back({{source, query.getColumn(0).getString(), query.getColumn(1).getString()},
                       stamp_column(query, 2).value_or(model::Stamp()),
                       stamp_column(query, 3),
                       query.getColumn(4).getInt64(),
                       query.getColumn(5).getInt() != 0});
  return streams;
}

std::int64_t StreamTable::longest_page(const std::string& source, const std::string& stream) {
  SQLite::Statement query(
      db_,
      "SELECT coalesce(max(longest_page), 0) FROM sync_streams WHERE source = ? AND stream = ?");
  query.bind(1, source);
  query.bind(2, stream);
  query.executeStep();
  return query.getColumn(0).getInt64();
}

} // namespace trainsync::store
