#include "daemon/store/deletions.hpp"

#include <SQLiteCpp/Column.h>
#include <nlohmann/json.hpp>

namespace trainsync::store {
namespace {

// A stream of this many rows is not emptied without a person's word.
constexpr std::int64_t small_stream = 5;

// The live rows that the pass could judge and did not show.
constexpr const char* absent_sql = R"sql(
SELECT e.id, e.source_id, p.source_id, i.source_id, e.missing_since IS NOT NULL
  FROM enrolments AS e
  LEFT JOIN people AS p ON p.id = e.person_id
  LEFT JOIN items AS i ON i.id = e.item_id
  LEFT JOIN assignments AS a ON a.id = e.assignment_id
 WHERE e.source = :source
   AND e.deleted_at IS NULL
   AND (:until IS NULL OR e.updated_at IS NULL OR e.updated_at <= :until)
   AND (json_array_length(:persons) + json_array_length(:emails) = 0
        OR p.source_id IN (SELECT value FROM json_each(:persons))
        OR lower(p.email) IN (SELECT lower(value) FROM json_each(:emails)))
   AND (json_array_length(:items) = 0 OR i.source_id IN (SELECT value FROM json_each(:items)))
   AND (json_array_length(:assignments) = 0 OR a.source_id IN (SELECT value FROM json_each(:assignments)))
   AND e.source_id NOT IN (SELECT s.value
                             FROM walk_pages AS w, json_each(w.source_ids) AS s
                            WHERE w.stream_id = :stream)
)sql";

// A condition of its own, by which an index finds the rows; an alternative in it would hide that.
constexpr const char* of_assignment_sql = R"sql(
   AND e.assignment_id = (SELECT id FROM assignments WHERE source = :source AND source_id = :assignment)
)sql";

std::int64_t number(SQLite::Statement& statement) {
  return statement.executeStep() ? std::int64_t{statement.getColumn(0).getInt64()} : 0;
}

model::Text text_column(SQLite::Statement& statement, int index) {
  const SQLite::Column column = statement.getColumn(index);
  return column.isNull() ? model::Text() : column.getString();
}

void bind_judged(SQLite::Statement& query, std::int64_t stream_id, const JudgedRows& judged) {
  const auto list = [&](const char* name, const std::vector<std::string>& values) {
    query.bind(name, nlohmann::json(values).dump());
  };
  query.bind(":source", judged.source);
  query.bind(":stream", stream_id);
  if (judged.assignment)
    query.bind(":assignment", *judged.assignment);
  bind_value(query, query.getIndex(":until"), to_value(judged.until));
  list(":persons", judged.persons);
  list(":emails", judged.emails);
  list(":items", judged.items);
  list(":assignments", judged.assignments);
}

} // namespace

Deletions::Deletions(SQLite::Database& db, EnrolmentTable& enrolments)
    : db_(db), enrolments_(enrolments) {}

std::vector<Candidate> Deletions::mark_missing(const Observation& seen, std::int64_t stream_id,
                                               const JudgedRows& judged) {
  std::vector<Candidate> missing_before;
  std::vector<std::string> missing_now;
  SQLite::Statement query(db_,
                          std::string(absent_sql) + (judged.assignment ? of_assignment_sql : ""));
  bind_judged(query, stream_id, judged);
  while (query.executeStep()) {
    Candidate row{query.getColumn(0).getInt64(), query.getColumn(1).getString(),
                  text_column(query, 2), text_column(query, 3)};
    if (query.getColumn(4).getInt() != 0)
      missing_before.push_back(std::move(row));
    else
      missing_now.push_back(std::move(row.source_id));
  }
  for (const std::string& source_id : missing_now)
    enrolments_.mark_missing(seen, judged.source, source_id);
  return missing_before;
}

bool Deletions::holds(const Observation& seen, const std::string& source, std::int64_t count,
                      std::int64_t live_in_stream, const Brake& brake) {
  if (live_in_stream >= small_stream && count >= live_in_stream)
    return true;
  SQLite::Statement recent(db_,
                           "SELECT count(*) FROM enrolments WHERE source = ? AND deleted_at > ?");
  recent.bind(1, source);
  bind_value(recent, 2, to_value(seen.at - std::chrono::hours(24)));
  const std::int64_t sum = number(recent) + count;
  SQLite::Statement live(db_,
                         "SELECT count(*) FROM enrolments WHERE source = ? AND deleted_at IS NULL");
  live.bind(1, source);
  return sum > brake.floor &&
         static_cast<double>(sum) > brake.share * static_cast<double>(number(live));
}

void Deletions::hold(const Observation& seen, const std::string& source,
                     const std::string& source_id) {
  SQLite::Statement insert(db_,
                           "INSERT INTO held_deletions (enrolment_id, source, held_since, reason) "
                           "SELECT id, source, ?3, ?4 FROM enrolments WHERE source = ?2 AND "
                           "source_id = ?1 ON CONFLICT DO NOTHING");
  insert.bind(1, source_id);
  insert.bind(2, source);
  bind_value(insert, 3, to_value(seen.at));
  insert.bind(
      4, "more rows are gone at once than delete_floor and delete_share allow, or a whole stream");
  insert.exec();
}

bool Deletions::hold_back(const Observation& seen, const std::string& source,
                          std::span<const Candidate> rows, std::int64_t live_in_stream,
                          const Brake& brake) {
  if (!holds(seen, source, std::ssize(rows), live_in_stream, brake))
    return false;
  for (const Candidate& row : rows)
    hold(seen, source, row.source_id);
  return true;
}

void Deletions::remove(const Observation& seen, const std::string& source,
                       std::span<const Candidate> rows) {
  for (const Candidate& row : rows)
    enrolments_.mark_deleted(seen, source, row.source_id);
}

std::int64_t Deletions::approve(const Observation& seen, const std::string& source) {
  SQLite::Statement query(
      db_, "SELECT e.source, e.source_id FROM held_deletions AS h JOIN enrolments AS e "
           "ON e.id = h.enrolment_id WHERE ?1 = '' OR h.source = ?1");
  query.bind(1, source);
  std::vector<std::pair<std::string, std::string>> rows;
  while (query.executeStep())
    rows.emplace_back(query.getColumn(0).getString(), query.getColumn(1).getString());
  for (const auto& [name, source_id] : rows)
    enrolments_.mark_deleted(seen, name, source_id);
  return std::ssize(rows);
}

std::int64_t Deletions::held(const std::string& source) {
  SQLite::Statement query(db_, "SELECT count(*) FROM held_deletions WHERE source = ?");
  query.bind(1, source);
  return number(query);
}

} // namespace trainsync::store
