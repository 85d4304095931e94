#include "daemon/cli/status/read_status.hpp"

#include "daemon/cli/row.hpp"
#include "daemon/cli/sources.hpp"
#include "daemon/cli/status/file_troubles.hpp"
#include "daemon/store/source_pin.hpp"

#include <SQLiteCpp/Transaction.h>

#include <algorithm>

namespace trainsync::cli {
namespace {

// So many rows are counted in a few milliseconds.
constexpr std::int64_t quickly_counted = 50'000;

constexpr int runs_shown = 3;

constexpr const char* streams_sql = R"sql(
SELECT h.source, h.stream, h.assignment, h.state, h.last_whole_at, h.last_pass_at, t.next_due_at, h.what_to_do
  FROM sync_health AS h
  LEFT JOIN sync_streams AS t
    ON t.source = h.source AND t.stream = h.stream AND t.assignment_source_id = coalesce(h.assignment, '')
)sql";

constexpr const char* runs_sql = R"sql(
SELECT id, kind, started_at, ended_at, outcome, error, requests, rows_seen, rows_new, rows_changed, rows_deleted,
       rows_rejected
  FROM sync_runs
 WHERE source = ?
 ORDER BY id DESC
 LIMIT ?
)sql";

std::int64_t number(SQLite::Database& db, const char* sql, const std::string& source) {
  SQLite::Statement query(db, sql);
  query.bind(1, source);
  return query.executeStep() ? std::int64_t{query.getColumn(0).getInt64()} : 0;
}

// Of all sources at once: the view looks at all of them whichever is asked for.
std::map<std::string, std::vector<StreamStatus>> read_streams(SQLite::Database& db) {
  std::map<std::string, std::vector<StreamStatus>> streams;
  SQLite::Statement query(db, streams_sql);
  while (query.executeStep()) {
    Row row(query);
    StreamStatus& stream = streams[row.word()].emplace_back();
    stream.stream = row.word();
    stream.assignment = row.text();
    stream.state = row.word();
    stream.last_whole_at = row.stamp();
    stream.last_pass_at = row.stamp();
    stream.next_due_at = row.stamp();
    stream.what_to_do = row.text();
  }
  return streams;
}

std::vector<RunStatus> read_runs(SQLite::Database& db, const std::string& source) {
  std::vector<RunStatus> runs;
  SQLite::Statement query(db, runs_sql);
  query.bind(1, source);
  query.bind(2, runs_shown);
  while (query.executeStep()) {
    Row row(query);
    RunStatus& run = runs.emplace_back();
    run.id = row.number();
    run.kind = row.word();
    run.started_at = row.stamp();
    run.ended_at = row.stamp();
    run.outcome = row.word();
    run.error = row.text();
    for (std::int64_t RunStatus::* count :
         {&RunStatus::requests, &RunStatus::rows_seen, &RunStatus::rows_new,
          &RunStatus::rows_changed, &RunStatus::rows_deleted, &RunStatus::rows_rejected})
      run.*count = row.number();
  }
  return runs;
}

sync::Budget::Spent read_spent(SQLite::Database& db, const std::string& source) {
  sync::Budget::Spent spent;
  SQLite::Statement query(db, "SELECT minute, requests FROM request_budgets WHERE source = ?");
  query.bind(1, source);
  while (query.executeStep()) {
    Row row(query);
    const auto minute = row.stamp();
    const std::int64_t requests = row.number();
    if (minute)
      spent[*minute] = requests;
  }
  return spent;
}

BudgetStatus read_budget(SQLite::Database& db, const std::string& source, sync::BudgetLimits limits,
                         model::Stamp now) {
  sync::Budget budget(limits, read_spent(db, source));
  BudgetStatus status{limits.per_minute, limits.per_day, 0, {}};
  status.used = budget.spent_today(now);
  if (const model::Stamp allowed = budget.next_allowed(now); allowed > now)
    status.blocked_until = allowed;
  return status;
}

// Rows of each source, the deleted ones too. Counting through all rows of one source takes long
// where they are many, counting all rows of the file does not: so what one large source has is what
// the others leave.
void count_rows(SQLite::Database& db, std::vector<SourceStatus>& sources) {
  std::int64_t rest = db.execAndGet("SELECT count(*) FROM enrolments").getInt64();
  std::vector<SourceStatus*> large;
  for (SourceStatus& source : sources) {
    SQLite::Statement query(
        db, "SELECT count(*) FROM (SELECT 1 FROM enrolments WHERE source = ? LIMIT ?)");
    query.bind(1, source.name);
    query.bind(2, quickly_counted + 1);
    query.executeStep();
    source.rows = query.getColumn(0).getInt64();
    if (source.rows > quickly_counted)
      large.push_back(&source);
    else
      rest -= source.rows;
  }
  for (; large.size() > 1; large.pop_back()) {
    large.back()->rows =
        number(db, "SELECT count(*) FROM enrolments WHERE source = ?", large.back()->name);
    rest -= large.back()->rows;
  }
  if (!large.empty())
    large.front()->rows = rest;
  for (SourceStatus& source : sources)
    source.rows -=
        number(db, "SELECT count(*) FROM enrolments WHERE source = ? AND deleted_at IS NOT NULL",
               source.name);
}

void read_source(SQLite::Database& db, SourceStatus& source) {
  const std::string& name = source.name;
  source.runs = read_runs(db, name);
  source.people = number(db, "SELECT count(*) FROM people WHERE source = ?", name);
  source.items = number(db, "SELECT count(*) FROM items WHERE source = ?", name);
  source.assignments = number(db, "SELECT count(*) FROM assignments WHERE source = ?", name);
  source.rejected = number(
      db, "SELECT count(*) FROM rejected_records WHERE source = ? AND healed_at IS NULL", name);
  SQLite::Statement held(db,
                         "SELECT count(*), min(held_since) FROM held_deletions WHERE source = ?");
  held.bind(1, name);
  if (held.executeStep()) {
    Row row(held);
    source.held = row.number();
    source.held_since = row.stamp();
  }
  for (const StreamStatus& stream : source.streams)
    if (stream.stream == "assignments" && stream.next_due_at)
      source.next_due_at = stream.next_due_at;
}

std::vector<SourceStatus> sources_of_file(SQLite::Database& db) {
  std::vector<SourceStatus> sources;
  SQLite::Statement query(db, "SELECT name, platform, host FROM sources ORDER BY id");
  while (query.executeStep()) {
    Row row(query);
    SourceStatus& source = sources.emplace_back();
    source.name = row.word();
    source.platform = row.word();
    source.host = row.word();
    source.is_configured = false;
  }
  return sources;
}

} // namespace

Status read_status(SQLite::Database& db, const config::Config& config, model::Stamp now) {
  const SQLite::Transaction moment(db);
  Status status;
  status.at = now;
  status.database = config.database.path;
  status.what_to_do = file_troubles(db, config.database.path);
  status.sources = sources_of_file(db);
  count_rows(db, status.sources);
  auto streams = read_streams(db);
  for (SourceStatus& source : status.sources) {
    source.streams = std::move(streams[source.name]);
    read_source(db, source);
  }
  const auto add = [&](const auto& configured, const char* platform) {
    const auto known = std::ranges::find(status.sources, configured.name, &SourceStatus::name);
    if (known == status.sources.end()) {
      SourceStatus& source = status.sources.emplace_back();
      source.name = configured.name;
      source.platform = platform;
      source.host = configured.base_url;
      source.is_in_file = false;
    } else {
      known->is_configured = true;
      if (auto why = store::contradiction(db, pin_of(configured)))
        known->refusal = *why + ". Until then no sync reads it";
      known->budget = read_budget(db, known->name, budget_of(configured), now);
    }
  };
  for (const config::Learn& learn : config.learn)
    add(learn, "learn");
  for (const config::Exec& exec : config.exec)
    add(exec, "exec");
  return status;
}

} // namespace trainsync::cli
