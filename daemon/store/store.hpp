// The one writer of the file. Every call is one transaction, so that a kill leaves the file as it
// was before or after it. Throws SQLite::Exception where SQLite fails, and NoForgetKey where who
// was forgotten cannot be told (Writer turns both into a value); the statements that are kept
// forget such a failure (tryReset), so that the next call begins afresh. May be used from one
// thread at a time.
#pragma once

#include "daemon/store/deletions.hpp"
#include "daemon/store/forgotten_table.hpp"
#include "daemon/store/rejection_table.hpp"
#include "daemon/store/rewriting.hpp"
#include "daemon/store/scattered_indexes.hpp"
#include "schema/open.hpp"

#include <map>
#include <memory>

namespace trainsync::store {

struct Options {
  bool store_payloads = true;
  Aliases aliases;
  std::filesystem::path database{}; // whose key tells who was forgotten; empty: the file itself
};

// What a source is pinned to: another host, tenant or workspace under the same name is refused, as
// soon as there are rows.
struct SourcePin {
  std::string name, platform, host, tenant, filters;
};

struct Counts {
  std::int64_t pages = 0, requests = 0, seen = 0, inserted = 0, changed = 0, unchanged = 0,
               rejected = 0, deleted = 0;

  Counts& operator+=(const Counts& other);
};

struct ListedAssignment {
  bool is_off = false; // the platform has switched it off or deleted it
};

// What monitors ask about one source.
struct Health {
  std::map<std::string, std::int64_t> streams_by_state; // the states of sync_health
  std::optional<model::Stamp> oldest_whole_at; // of its streams; empty: one was never read whole
  std::int64_t rows = 0, held = 0, rejected = 0;
};

struct Judgement {
  Observation seen;
  JudgedRows rows;
  Brake brake;
  bool shown_nothing = false; // what an earlier walk of the stream saw does not count
};

struct PageWrite {
  Observation seen;
  std::string source;
  StreamKey stream;
  std::int64_t stream_id = 0;
  model::Page page;
  model::Commit commit;
};

class Store {
public:
  Store(SQLite::Database db, Options options);

  // Says why where the file holds rows of the source from another host or tenant. One without rows
  // takes the new pin; filters may always change.
  std::expected<void, std::string> register_source(const SourcePin& pin, model::Stamp at);

  // Why the file cannot take it, because of the rows that it holds under that name.
  std::optional<std::string> contradiction(const SourcePin& pin);
  bool holds_source(const std::string& source) { return kept_place(source).has_value(); }

  // Runs of this source that a kill left open are ended as failed. People of all sources are joined
  // anew where the aliases have changed.
  std::int64_t begin_run(const std::string& source, bool full, model::Stamp at);
  Counts end_run(std::int64_t run_id, Outcome outcome, bool full, const std::string& error,
                 model::Stamp at);

  // After the last run of a first load: the indexes that it left out. `stopped` is asked now and
  // then; the next run goes on then.
  void complete_indexes(const std::function<bool()>& stopped) {
    scattered_indexes_.complete(stopped);
  }

  Stream stream(const StreamKey& key);
  std::vector<std::string> seen_ids(std::int64_t stream_id) { return streams_.seen_ids(stream_id); }
  // The server's clock as it was read last, with the machine's clock then.
  void keep_clock(const std::string& source, model::Stamp server, model::Stamp local);
  std::optional<std::pair<model::Stamp, model::Stamp>> kept_clock(const std::string& source);
  // Who is not to be stored.
  std::shared_ptr<const Forgotten> forgotten() { return forgotten_.current(); }
  // The page's rows, their change log, the run's counts and the walk's state. Counts enrolments
  // only, and the page. Nothing of forgotten people is stored, but they count as seen and
  // unchanged.
  Counts store_page(const PageWrite& write);
  // Writes how the pass ended. Where it can judge what is gone, marks those rows, and answers the
  // ones that two whole passes did not show and that the brake does not hold: they are deleted once
  // they are confirmed.
  std::vector<Candidate> end_pass(const PassEnd& end, const std::optional<Judgement>& judgement);
  // Looks at the brake once more: other streams may have deleted rows since.
  void delete_rows(const Judgement& judgement, const std::vector<Candidate>& rows);
  std::int64_t approve_deletions(const std::string& source, model::Stamp at);
  std::int64_t held_deletions(const std::string& source);
  Health health(const std::string& source);
  // Records that could not be read and are not healed, of the streams that this run has read.
  std::int64_t unread_records(std::int64_t run_id) { return rejections_.unread(run_id); }
  // A live row of this assignment that was never missing, if there is one; source id.
  std::optional<std::string> sample_row(const std::string& source, const std::string& assignment);
  // The assignments that the last pass over them listed, by source id.
  std::map<std::string, ListedAssignment> listed_assignments(const std::string& source);

  // Counts a request that is about to be sent, in the source's budget and in the run.
  void count_request(const std::string& source, std::int64_t run_id, model::Stamp at);

  // The requests of the last 24 hours: the minute's start → how many.
  std::map<model::Stamp, std::int64_t> requests_made(const std::string& source);

  // Learn: the assignments whose enrolments are to be read, source ids. Those that are switched
  // off, deleted or no longer listed rest after two full passes that changed nothing since then.
  std::vector<std::string> assignments_to_read(const std::string& source);
  // Of one assignment, or (empty) of the source.
  std::int64_t live_rows(const std::string& source, const std::string& assignment);
  std::int64_t directory_rows(const std::string& source, const std::string& stream);
  // People (stream "users") or items ("contents") that were named but never described.
  std::int64_t unknown_rows(const std::string& source, const std::string& stream);
  std::int64_t longest_page(const std::string& source, const std::string& stream);
  std::optional<model::Stamp> newest_update(const std::string& source);

  // Moves the WAL's rows into the file, as far as its readers let that happen. SQLite does so by
  // itself too, but keeps it to itself where the disk fails.
  void checkpoint();
  // All of them, so that nothing is left in the WAL: also into a file that was moved away, for
  // which SQLite would not do so when it is closed. Leaves the WAL as it is where that fails.
  void empty_wal();
  std::vector<DueStream> due_streams(const std::string& source) {
    return streams_.due_streams(source);
  }

private:
  bool has_rows(const std::string& source);
  std::optional<std::string> kept_place(const std::string& source);
  void forget_source(const std::string& source);
  void save_pin(const SourcePin& pin, model::Stamp at);
  Counts store_rows(const PageWrite& write);
  Counts store_without_forgotten(PageWrite write, const Forgotten& forgotten);
  void forget_too(const PageWrite& write, const Forgotten& forgotten,
                  const std::vector<Forgotten::NewAccount>& accounts);
  Counts store_screened(const PageWrite& write, std::int64_t taken_out);
  bool is_held_back(const Judgement& judgement, const std::vector<Candidate>& rows);
  void add_counts(std::int64_t run_id, const Counts& counts);
  std::int64_t number(const char* sql, const std::string& source, const std::string& second = {});

  SQLite::Database db_;
  WriterPatience patience_;
  Recorder recorder_;
  Directory directory_;
  EnrolmentTable enrolments_;
  StreamTable streams_;
  RejectionTable rejections_;
  Deletions deletions_;
  ForgottenTable forgotten_;
  ScatteredIndexes scattered_indexes_;
  SQLite::Statement add_counts_, count_request_, forget_requests_;
};

} // namespace trainsync::store
