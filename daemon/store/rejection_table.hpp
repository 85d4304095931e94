// Records that could not be read, kept as they came until a later reading mends them. The caller
// holds the transaction.
#pragma once

#include "daemon/store/recorder.hpp"
#include "daemon/store/stream_table.hpp"

#include <set>

namespace trainsync::store {

class RejectionTable {
public:
  explicit RejectionTable(SQLite::Database& db);

  // Keeps what the page brought and could not be read; what it brought in good form is healed.
  void apply(const Observation& seen, const StreamKey& key, const model::Page& page);
  // A walk of this run has shown the whole stream, all of it readable: what earlier runs rejected
  // is mended or gone.
  void heal_all(std::int64_t stream_id, std::int64_t run_id, model::Stamp at);
  // Those that are not healed, of the streams that were read since the run began.
  std::int64_t unread(std::int64_t run_id);

private:
  void heal(const Observation& seen, const StreamKey& key, const model::Page& page);
  std::set<std::string> unhealed(const StreamKey& key);
  void add(const Observation& seen, const StreamKey& key, const model::Rejected& rejected);
  bool met_again(const Observation& seen, const StreamKey& key, const model::Rejected& rejected);

  SQLite::Database& db_;
  SQLite::Statement unhealed_;
};

} // namespace trainsync::store
