#include "daemon/store/store.hpp"

#include "daemon/store/eraser.hpp"
#include "daemon/store/source_pin.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Transaction.h>
#include <sqlite3.h>

namespace trainsync::store {
namespace {

using Transaction = SQLite::Transaction;
constexpr auto immediate = SQLite::TransactionBehavior::IMMEDIATE;

constexpr const char* add_counts_sql = R"sql(
UPDATE sync_runs
   SET pages = pages + ?, requests = requests + ?, rows_seen = rows_seen + ?, rows_new = rows_new + ?,
       rows_changed = rows_changed + ?, rows_unchanged = rows_unchanged + ?, rows_rejected = rows_rejected + ?,
       rows_deleted = rows_deleted + ?
 WHERE id = ?
)sql";

constexpr const char* count_request_sql = R"sql(
INSERT INTO request_budgets (source, minute, requests) VALUES (?, ?, 1)
ON CONFLICT (source, minute) DO UPDATE SET requests = requests + 1
)sql";

constexpr const char* forget_requests_sql =
    "DELETE FROM request_budgets WHERE source = ? AND minute < ?";

constexpr const char* assignments_to_read_sql = R"sql(
SELECT a.source_id
  FROM assignments AS a
  LEFT JOIN sync_streams AS t
    ON t.source = a.source AND t.stream = 'enrolments' AND t.assignment_source_id = a.source_id
 WHERE a.source = ?1
   AND a.source_id NOT IN (SELECT source_id FROM resting_assignments WHERE source = ?1)
 ORDER BY t.last_pass_at, a.id
)sql";

constexpr const char* listed_assignments_sql = R"sql(
SELECT s.value, coalesce(a.is_active IS 0 OR a.deleted_at IS NOT NULL, 0)
  FROM sync_streams AS t
  JOIN walk_pages AS w ON w.stream_id = t.id, json_each(w.source_ids) AS s
  LEFT JOIN assignments AS a ON a.source = t.source AND a.source_id = s.value
 WHERE t.source = ? AND t.stream = 'assignments'
)sql";

// Learn's windows ask for this. There each enrolment has an assignment, whose index tells.
constexpr const char* newest_update_sql = R"sql(
SELECT max((SELECT max(updated_at) FROM enrolments WHERE assignment_id = a.id))
  FROM assignments AS a
 WHERE a.source = ?
)sql";

constexpr const char* save_pin_sql = R"sql(
INSERT INTO sources (name, platform, host, tenant, filters, created_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (name) DO UPDATE SET
  platform = excluded.platform, host = excluded.host, tenant = excluded.tenant, filters = excluded.filters
 WHERE (platform, host, tenant, filters)
       IS NOT (excluded.platform, excluded.host, excluded.tenant, excluded.filters)
)sql";

std::string minute_of(model::Stamp at) {
  return model::format_stamp(std::chrono::floor<std::chrono::minutes>(at));
}

} // namespace

Counts& Counts::operator+=(const Counts& other) {
  pages += other.pages;
  requests += other.requests;
  seen += other.seen;
  inserted += other.inserted;
  changed += other.changed;
  unchanged += other.unchanged;
  rejected += other.rejected;
  deleted += other.deleted;
  return *this;
}

Store::Store(SQLite::Database db, Options options)
    : db_(std::move(db)),
      patience_(db_, options.database.empty() ? std::filesystem::path(db_.getFilename())
                                              : options.database),
      recorder_(db_), directory_(db_, recorder_, std::move(options.aliases)),
      enrolments_(db_, recorder_, directory_, options.store_payloads), streams_(db_),
      rejections_(db_), deletions_(db_, enrolments_), forgotten_(db_, options.database),
      scattered_indexes_(db_), add_counts_(db_, add_counts_sql),
      count_request_(db_, count_request_sql), forget_requests_(db_, forget_requests_sql) {}

std::expected<void, std::string> Store::register_source(const SourcePin& pin, model::Stamp at) {
  Transaction transaction(db_, immediate);
  if (auto why = contradiction(pin))
    return std::unexpected(std::move(*why));
  if (const auto kept = kept_place(pin.name); kept && *kept != place_of(pin))
    forget_source(pin.name);
  save_pin(pin, at);
  transaction.commit();
  return {};
}

std::optional<std::string> Store::contradiction(const SourcePin& pin) {
  return store::contradiction(db_, pin);
}

std::optional<std::string> Store::kept_place(const std::string& source) {
  return store::kept_place(db_, source);
}

bool Store::has_rows(const std::string& source) {
  return store::has_rows(db_, source);
}

// A source that has shown nothing yet may have been a mistake in the config: what was noted of it
// goes.
void Store::forget_source(const std::string& source) {
  for (const char* sql : {"DELETE FROM sync_streams WHERE source = ?",
                          "DELETE FROM rejected_records WHERE source = ?",
                          "UPDATE sources SET server_clock = NULL, local_clock = NULL "
                          "WHERE name = ?"}) {
    SQLite::Statement forget(db_, sql);
    forget.bind(1, source);
    forget.exec();
  }
}

void Store::save_pin(const SourcePin& pin, model::Stamp at) {
  SQLite::Statement save(db_, save_pin_sql);
  int index = 0;
  for (const std::string& text :
       {pin.name, pin.platform, pin.host, pin.tenant, pin.filters, model::format_stamp(at)})
    save.bind(++index, text);
  save.exec();
}

std::int64_t Store::begin_run(const std::string& source, bool full, model::Stamp at) {
  Transaction transaction(db_, immediate);
  SQLite::Statement sweep(
      db_, "UPDATE sync_runs SET ended_at = ?, outcome = 'failed', error = 'ended before it was "
           "finished' WHERE source = ? AND ended_at IS NULL");
  bind_value(sweep, 1, to_value(at));
  sweep.bind(2, source);
  sweep.exec();
  SQLite::Statement insert(
      db_, "INSERT INTO sync_runs (source, kind, started_at) VALUES (?, ?, ?) RETURNING id");
  insert.bind(1, source);
  insert.bind(2, full ? "full" : "incremental");
  bind_value(insert, 3, to_value(at));
  insert.executeStep();
  const std::int64_t id = insert.getColumn(0).getInt64();
  insert.reset();
  scattered_indexes_.leave_out_of_empty_file();
  directory_.settle_people({id, at});
  transaction.commit();
  return id;
}

Counts Store::end_run(std::int64_t run_id, Outcome outcome, bool full, const std::string& error,
                      model::Stamp at) {
  SQLite::Statement update(
      db_, "UPDATE sync_runs SET ended_at = ?, outcome = ?, error = ?, kind = iif(?, 'full', kind) "
           "WHERE id = ? "
           "RETURNING pages, requests, rows_seen, rows_new, rows_changed, rows_unchanged, "
           "rows_rejected, rows_deleted");
  bind_value(update, 1, to_value(at));
  update.bind(2, text(outcome));
  bind_value(update, 3, error.empty() ? Value() : Value(error));
  bind_value(update, 4, to_value(full));
  update.bind(5, run_id);
  update.executeStep();
  const auto count = [&](int index) { return std::int64_t{update.getColumn(index).getInt64()}; };
  const Counts counts{count(0), count(1), count(2), count(3),
                      count(4), count(5), count(6), count(7)};
  update.executeStep();
  return counts;
}

Stream Store::stream(const StreamKey& key) {
  Transaction transaction(db_, immediate);
  Stream stream = streams_.load(key);
  transaction.commit();
  return stream;
}

void Store::keep_clock(const std::string& source, model::Stamp server, model::Stamp local) {
  SQLite::Statement update(db_,
                           "UPDATE sources SET server_clock = ?, local_clock = ? WHERE name = ?");
  bind_value(update, 1, to_value(server));
  bind_value(update, 2, to_value(local));
  update.bind(3, source);
  update.exec();
}

std::optional<std::pair<model::Stamp, model::Stamp>> Store::kept_clock(const std::string& source) {
  SQLite::Statement query(db_, "SELECT server_clock, local_clock FROM sources WHERE name = ?");
  query.bind(1, source);
  if (!query.executeStep())
    return std::nullopt;
  const auto server = stamp_column(query, 0), local = stamp_column(query, 1);
  return server && local ? std::optional(std::pair(*server, *local)) : std::nullopt;
}

Counts Store::store_page(const PageWrite& write) {
  Transaction transaction(db_, immediate);
  const auto forgotten = forgotten_.current();
  const Counts counts =
      forgotten->nobody() ? store_screened(write, 0) : store_without_forgotten(write, *forgotten);
  transaction.commit();
  return counts;
}

Counts Store::store_without_forgotten(PageWrite write, const Forgotten& forgotten) {
  const Forgotten::Screened screened = forgotten.screen(write.source, write.page);
  if (!screened.new_accounts.empty())
    forget_too(write, forgotten, screened.new_accounts);
  return store_screened(write, screened.enrolments);
}

// Another account of somebody who was forgotten, which may have rows from before its e-mail was
// known.
void Store::forget_too(const PageWrite& write, const Forgotten& forgotten,
                       const std::vector<Forgotten::NewAccount>& accounts) {
  const ForgetKey& key = *forgotten.key();
  Eraser eraser(db_, recorder_, key);
  for (const Forgotten::NewAccount& account : accounts) {
    const auto person = forgotten_.person_of({Forgotten::email_hash(key, account.email)});
    forgotten_.add(person.value_or(0), "account",
                   Forgotten::account_hash(key, write.source, account.source_id), write.seen.at);
    if (const auto id = directory_.find_person(write.source, account.source_id)) {
      eraser.erase(write.seen,
                   {{{.id = *id, .source = write.source, .source_id = account.source_id}}, {}});
      forgotten_.set_unfinished(write.seen.at);
    }
  }
}

Counts Store::store_screened(const PageWrite& write, std::int64_t taken_out) {
  Counts counts{.pages = 1};
  if (!write.commit.skip_rows) {
    counts += store_rows(write);
    counts.seen += taken_out;
    counts.unchanged += taken_out;
  }
  streams_.commit(write.stream_id, write.commit, write.page.ids, write.seen.at);
  add_counts(write.seen.run_id, counts);
  return counts;
}

Counts Store::store_rows(const PageWrite& write) {
  Counts counts;
  const model::Batch& batch = write.page.batch;
  for (const model::Person& person : batch.people)
    directory_.describe(write.seen, write.source, person);
  for (const model::Item& item : batch.items)
    directory_.describe(write.seen, write.source, item);
  for (const model::Assignment& assignment : batch.assignments)
    directory_.describe(write.seen, write.source, assignment);
  for (const model::Enrolment& enrolment : batch.enrolments) {
    const Effect effect = enrolments_.apply(write.seen, write.source, enrolment);
    ++counts.seen;
    ++(effect == Effect::inserted  ? counts.inserted
       : effect == Effect::changed ? counts.changed
                                   : counts.unchanged);
  }
  rejections_.apply(write.seen, write.stream, write.page);
  counts.rejected = static_cast<std::int64_t>(batch.rejected.size());
  return counts;
}

void Store::add_counts(std::int64_t run_id, const Counts& counts) {
  add_counts_.tryReset();
  int index = 0;
  for (const std::int64_t count :
       {counts.pages, counts.requests, counts.seen, counts.inserted, counts.changed,
        counts.unchanged, counts.rejected, counts.deleted, run_id})
    add_counts_.bind(++index, count);
  add_counts_.exec();
}

std::vector<Candidate> Store::end_pass(const PassEnd& end,
                                       const std::optional<Judgement>& judgement) {
  Transaction transaction(db_, immediate);
  std::vector<Candidate> candidates;
  if (judgement) {
    if (judgement->shown_nothing)
      streams_.forget_walk(end.stream_id);
    candidates = deletions_.mark_missing(judgement->seen, end.stream_id, judgement->rows);
    if (is_held_back(*judgement, candidates))
      candidates.clear();
  }
  streams_.end_pass(end);
  if (end.full && end.outcome == Outcome::whole)
    rejections_.heal_all(end.stream_id, end.began_in, end.at);
  transaction.commit();
  return candidates;
}

bool Store::is_held_back(const Judgement& judgement, const std::vector<Candidate>& rows) {
  if (rows.empty())
    return false;
  const JudgedRows& judged = judgement.rows;
  const std::int64_t live = live_rows(judged.source, judged.assignment.value_or(""));
  return deletions_.hold_back(judgement.seen, judged.source, rows, live, judgement.brake);
}

void Store::delete_rows(const Judgement& judgement, const std::vector<Candidate>& rows) {
  Transaction transaction(db_, immediate);
  if (!is_held_back(judgement, rows)) {
    deletions_.remove(judgement.seen, judgement.rows.source, rows);
    add_counts(judgement.seen.run_id, {.deleted = std::ssize(rows)});
  }
  transaction.commit();
}

std::int64_t Store::approve_deletions(const std::string& source, model::Stamp at) {
  Transaction transaction(db_, immediate);
  const std::int64_t count = deletions_.approve({0, at}, source);
  transaction.commit();
  return count;
}

std::int64_t Store::held_deletions(const std::string& source) {
  return deletions_.held(source);
}

Health Store::health(const std::string& source) {
  Health health;
  SQLite::Statement states(
      db_, "SELECT state, count(*) FROM sync_health WHERE source = ? GROUP BY state");
  states.bind(1, source);
  while (states.executeStep())
    health.streams_by_state[states.getColumn(0).getString()] = states.getColumn(1).getInt64();
  SQLite::Statement oldest(db_,
                           "SELECT iif(count(*) = count(last_whole_at), min(last_whole_at), NULL) "
                           "FROM sync_streams WHERE source = ?");
  oldest.bind(1, source);
  if (oldest.executeStep())
    health.oldest_whole_at = stamp_column(oldest, 0);
  health.rows = live_rows(source, {});
  health.held = held_deletions(source);
  health.rejected = number(
      "SELECT count(*) FROM rejected_records WHERE healed_at IS NULL AND source = ?", source);
  return health;
}

std::optional<std::string> Store::sample_row(const std::string& source,
                                             const std::string& assignment) {
  SQLite::Statement query(
      db_, "SELECT source_id FROM enrolments WHERE source = ?1 AND missing_since IS NULL AND "
           "deleted_at IS NULL AND assignment_id = (SELECT id FROM assignments WHERE source = ?1 "
           "AND source_id = ?2) LIMIT 1");
  query.bind(1, source);
  query.bind(2, assignment);
  return query.executeStep() ? std::optional(query.getColumn(0).getString()) : std::nullopt;
}

std::map<std::string, ListedAssignment> Store::listed_assignments(const std::string& source) {
  std::map<std::string, ListedAssignment> listed;
  SQLite::Statement query(db_, listed_assignments_sql);
  query.bind(1, source);
  while (query.executeStep())
    listed[query.getColumn(0).getString()] = {query.getColumn(1).getInt() != 0};
  return listed;
}

void Store::count_request(const std::string& source, std::int64_t run_id, model::Stamp at) {
  Transaction transaction(db_, immediate);
  count_request_.tryReset();
  count_request_.bind(1, source);
  count_request_.bind(2, minute_of(at));
  count_request_.exec();
  forget_requests_.tryReset();
  forget_requests_.bind(1, source);
  forget_requests_.bind(2, minute_of(at - std::chrono::hours(25)));
  forget_requests_.exec();
  add_counts(run_id, {.requests = 1});
  transaction.commit();
}

std::map<model::Stamp, std::int64_t> Store::requests_made(const std::string& source) {
  std::map<model::Stamp, std::int64_t> made;
  SQLite::Statement query(db_, "SELECT minute, requests FROM request_budgets WHERE source = ?");
  query.bind(1, source);
  while (query.executeStep())
    if (const auto minute = stamp_column(query, 0))
      made[*minute] = query.getColumn(1).getInt64();
  return made;
}

std::vector<std::string> Store::assignments_to_read(const std::string& source) {
  std::vector<std::string> ids;
  SQLite::Statement query(db_, assignments_to_read_sql);
  query.bind(1, source);
  while (query.executeStep())
    ids.push_back(query.getColumn(0).getString());
  return ids;
}

std::int64_t Store::live_rows(const std::string& source, const std::string& assignment) {
  if (assignment.empty())
    return number("SELECT count(*) FROM enrolments WHERE source = ?", source) -
           number("SELECT count(*) FROM enrolments WHERE source = ? AND deleted_at IS NOT NULL",
                  source);
  return number("SELECT count(*) FROM enrolments WHERE deleted_at IS NULL AND assignment_id = "
                "(SELECT id FROM assignments WHERE source = ? AND source_id = ?)",
                source, assignment);
}

std::int64_t Store::directory_rows(const std::string& source, const std::string& stream) {
  const char* sql = stream == "users"      ? "SELECT count(*) FROM people WHERE source = ?"
                    : stream == "contents" ? "SELECT count(*) FROM items WHERE source = ?"
                                           : "SELECT count(*) FROM assignments WHERE source = ?";
  return number(sql, source);
}

std::int64_t Store::unknown_rows(const std::string& source, const std::string& stream) {
  return number(
      stream == "users"
          ? "SELECT count(*) FROM people WHERE source = ? AND email IS NULL AND "
            "first_name IS NULL AND last_name IS NULL AND is_active IS NULL AND extra IS NULL"
          : "SELECT count(*) FROM items WHERE source = ? AND kind IS NULL",
      source);
}

std::int64_t Store::longest_page(const std::string& source, const std::string& stream) {
  return streams_.longest_page(source, stream);
}

std::optional<model::Stamp> Store::newest_update(const std::string& source) {
  SQLite::Statement query(db_, newest_update_sql);
  query.bind(1, source);
  return query.executeStep() ? stamp_column(query, 0) : std::nullopt;
}

void Store::checkpoint() {
  const int code = sqlite3_wal_checkpoint_v2(db_.getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                             nullptr, nullptr);
  if (code != SQLITE_OK && code != SQLITE_BUSY && code != SQLITE_LOCKED)
    throw SQLite::Exception(db_.getHandle(), code);
}

void Store::empty_wal() {
  sqlite3_wal_checkpoint_v2(db_.getHandle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
}

std::int64_t Store::number(const char* sql, const std::string& source, const std::string& second) {
  SQLite::Statement query(db_, sql);
  query.bind(1, source);
  if (!second.empty())
    query.bind(2, second);
  query.executeStep();
  return query.getColumn(0).getInt64();
}

} // namespace trainsync::store
