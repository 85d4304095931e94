#include "daemon/report/gather_parts.hpp"

#include "daemon/report/gather.hpp"

namespace trainsync::report {

std::vector<Health> health_of(SQLite::Database& db) {
  SQLite::Statement query(db, R"sql(
    SELECT source, stream, state, count(*), min(last_whole_at), max(what_to_do)
      FROM sync_health
     GROUP BY source, stream, state
     ORDER BY source DESC, stream, state
  )sql");
  std::vector<Health> health;
  while (query.executeStep())
    health.push_back({.source = query.getColumn(0).getString(),
                      .stream = query.getColumn(1).getString(),
                      .state = query.getColumn(2).getString(),
                      .lists = query.getColumn(3).getInt64(),
                      .oldest_whole_at = model::parse_stamp(text_at(query, 4)),
                      .what_to_do = query.getColumn(5).getString()});
  return health;
}

std::vector<UnknownStatus> unknown_statuses_of(SQLite::Database& db) {
  SQLite::Statement query(db, R"sql(
    SELECT source, coalesce(source_status, ''), count(*)
      FROM enrolment_overview
     WHERE status = 'unknown' AND person_is_active IS NOT 0
     GROUP BY source, source_status
     ORDER BY count(*) DESC, source, source_status
     LIMIT 5
  )sql");
  std::vector<UnknownStatus> statuses;
  while (query.executeStep())
    statuses.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(),
                        query.getColumn(2).getInt64()});
  return statuses;
}

std::vector<OverduePerson> overdue_people_of(SQLite::Database& db) {
  // Of a group, SQLite takes person and item from the row with the most days.
  SQLite::Statement query(db, R"sql(
    SELECT coalesce(person, email, person_key, '(nobody is named)'), item, count(*), max(days_overdue)
      FROM overdue_now
     WHERE NOT person_has_left
     GROUP BY person_key
     ORDER BY max(days_overdue) DESC, count(*) DESC
     LIMIT ?
  )sql");
  query.bind(1, static_cast<std::int64_t>(people_shown));
  std::vector<OverduePerson> people;
  while (query.executeStep()) {
    std::optional<std::int64_t> days;
    if (!query.isColumnNull(3))
      days = query.getColumn(3).getInt64();
    people.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(),
                      query.getColumn(2).getInt64(), days});
  }
  return people;
}

} // namespace trainsync::report
