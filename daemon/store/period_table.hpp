// The periods in which each enrolment held a status (model/timeline.hpp), kept in the file.
#pragma once

#include "daemon/model/timeline.hpp"
#include "daemon/store/value.hpp"

#include <SQLiteCpp/Database.h>

namespace trainsync::store {

class PeriodTable {
public:
  explicit PeriodTable(SQLite::Database& db);

  // The enrolment holds `status`, as seen at `at`, and this is its history.
  void apply(std::int64_t enrolment_id, std::span<const model::HistoryEntry> history,
             model::Status status, model::Stamp at);
  // The enrolment is gone: its last period ends.
  void close(std::int64_t enrolment_id, model::Stamp at);

private:
  std::vector<model::Period> load(std::int64_t enrolment_id, std::vector<std::int64_t>& ids);
  void insert(std::int64_t enrolment_id, const model::Period& period);
  void update(std::int64_t id, const model::Period& period);

  SQLite::Statement select_, insert_, update_, delete_, close_;
};

} // namespace trainsync::store
