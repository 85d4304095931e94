#include "daemon/report/gather.hpp"

#include "daemon/report/gather_parts.hpp"

#include <SQLiteCpp/Transaction.h>

namespace trainsync::report {
namespace {

// Many rows are looked up in their order of another table: the default of 2 MB is read over and
// over.
constexpr const char* cache_of_32_mib = "PRAGMA cache_size = -32768";

std::vector<Source> sources_of(SQLite::Database& db) {
  std::vector<Source> sources;
  SQLite::Statement query(db, "SELECT name, platform, created_at FROM sources "
                              "ORDER BY platform DESC, name");
  while (query.executeStep())
    sources.push_back({query.getColumn(0).getString(),
                       text_at(query, 1) == "learn" ? Platform::learn : Platform::exec,
                       query.getColumn(2).getString()});
  return sources;
}

model::Stamp now_of(SQLite::Database& db) {
  return model::parse_stamp(
             db.execAndGet("SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')").getString())
      .value();
}

} // namespace

std::size_t index_of(const std::vector<Source>& sources, std::string_view name) {
  for (std::size_t i = 0; i < sources.size(); ++i)
    if (sources[i].name == name)
      return i;
  return 0;
}

Facts gather(SQLite::Database& db, bool names) {
  db.exec(cache_of_32_mib);
  SQLite::Transaction one_moment(db);
  const model::Stamp now = now_of(db);
  Facts facts{.as_of = now,
              .sources = sources_of(db),
              .health = health_of(db),
              .tally = {},
              .items = {},
              .people = {},
              .unknown_statuses = unknown_statuses_of(db),
              .completions = {Months(now, months_shown), {}, {}},
              .trend = trend_of(db, now),
              .names = {}};
  add_enrolments(db, facts);
  add_completions(db, facts);
  if (names)
    facts.names = overdue_people_of(db);
  return facts;
}

} // namespace trainsync::report
