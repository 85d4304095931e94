// Each stream's own state: its cursor, how its last passes ended, and the walk that is under way.
// The caller holds the transaction.
#pragma once

#include "daemon/model/pass.hpp"
#include "daemon/store/recorder.hpp"

#include <SQLiteCpp/Database.h>

namespace trainsync::store {

struct StreamKey {
  std::string source;
  std::string stream;     // assignments, users, contents, enrolments
  std::string assignment; // source id; empty where the stream is not one assignment's

  auto operator<=>(const StreamKey&) const = default;
};

struct Stream {
  std::int64_t id = 0;
  std::optional<model::Stamp> cursor;
  std::int64_t longest_page = 0; // rows, in its last full pass
  std::optional<model::Stamp> last_whole_at, last_full_at, next_due_at;
  std::int64_t failures = 0; // passes in a row that were not whole
  bool unavailable = false;  // the last pass said so
  std::string remark;        // of the last pass
  std::optional<model::Progress> progress;
  std::optional<model::Stamp> progress_since; // when the walk under way began
};

struct DueStream {
  StreamKey key;
  model::Stamp next_due_at{}; // the epoch: no pass has ended yet
  std::optional<model::Stamp> last_whole_at;
  std::int64_t failures = 0;
  bool unfinished = false; // a pass over it was cut short, or none ever came to its end
};

// Unavailable: the account may not read it; nothing depends on it.
enum class Outcome { whole, partial, failed, unavailable };
const char* text(Outcome outcome);

struct PassEnd {
  std::int64_t stream_id = 0;
  Outcome outcome = Outcome::whole;
  bool full = false;
  bool changed_something = false;
  bool may_rest = false; // what it reads is switched off: quiet full passes count from here on
  std::int64_t longest_page = 0;
  std::string error, remark;
  model::Stamp at{};
  std::int64_t began_in = 0; // the run, where the walk began in this one and not in an earlier one
  model::Stamp next_due{}, fresh_until{};
};

class StreamTable {
public:
  explicit StreamTable(SQLite::Database& db);

  // As it stands; its row is made where there is none.
  Stream load(const StreamKey& key);
  void commit(std::int64_t stream_id, const model::Commit& commit,
              const std::vector<std::string>& ids, model::Stamp at);
  void end_pass(const PassEnd& end);
  // The source ids that the walk under way, or the last one, has shown.
  std::vector<std::string> seen_ids(std::int64_t stream_id);
  // No walk is under way, and nothing was seen by one.
  void forget_walk(std::int64_t stream_id);
  // Those of the source that its config wants read, also where no pass has begun.
  std::vector<DueStream> due_streams(const std::string& source);
  // The longest page of all streams of this name on the source.
  std::int64_t longest_page(const std::string& source, const std::string& stream);

private:
  void load_progress(Stream& stream);
  void save_progress(std::int64_t stream_id, const model::Progress& progress, model::Stamp at);

  SQLite::Database& db_;
  SQLite::Statement insert_, select_, move_cursor_, select_progress_, save_progress_, mark_seen_;
};

} // namespace trainsync::store
