// The platform's own history of each enrolment, entry by entry, in its order.
#pragma once

#include "daemon/store/recorder.hpp"

#include <span>

namespace trainsync::store {

class HistoryTable {
public:
  HistoryTable(SQLite::Database& db, Recorder& recorder);

  // Makes the file's entries equal to these. Answers whether anything was written. The entries that
  // come with a new enrolment are covered by its own row in the change log.
  bool apply(const Observation& seen, std::int64_t enrolment_id,
             std::span<const model::HistoryEntry> entries, bool enrolment_is_new);

private:
  struct Row {
    std::int64_t id;
    std::vector<Value> values;
  };
  std::vector<Row> rows(std::int64_t enrolment_id);
  void insert(const Observation& seen, std::int64_t enrolment_id, std::size_t position,
              const std::vector<Value>& values, bool log);
  bool update(const Observation& seen, const Row& row, const std::vector<Value>& values);
  void remove(const Observation& seen, const Row& row);

  SQLite::Database& db_;
  Recorder& recorder_;
  SQLite::Statement select_, insert_, update_, delete_;
};

} // namespace trainsync::store
