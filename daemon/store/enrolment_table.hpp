// One enrolment into the file: its row, history, status periods and payload. The caller holds the
// transaction.
#pragma once

#include "daemon/store/directory.hpp"
#include "daemon/store/history_table.hpp"
#include "daemon/store/period_table.hpp"

namespace trainsync::store {

enum class Effect { inserted, changed, unchanged };

class EnrolmentTable {
public:
  EnrolmentTable(SQLite::Database& db, Recorder& recorder, Directory& directory,
                 bool store_payloads);

  // The last reading wins, also where its updated_at is older. A row that was missing or deleted is
  // restored.
  Effect apply(const Observation& seen, const std::string& source,
               const model::Enrolment& enrolment);

  // A whole pass did not show it; the second time it is deleted, with its last values kept.
  void mark_missing(const Observation& seen, const std::string& source,
                    const std::string& source_id);
  void mark_deleted(const Observation& seen, const std::string& source,
                    const std::string& source_id);

private:
  void set_column(const Observation& seen, const std::string& source, const std::string& source_id,
                  std::string_view column);
  void release(std::int64_t id);
  std::vector<Value> values(const Observation& seen, const std::string& source,
                            const model::Enrolment& enrolment);
  void keep_payload(const Observation& seen, std::int64_t id, const std::string& payload);

  Directory& directory_;
  bool store_payloads_;
  RecordTable rows_;
  HistoryTable history_;
  PeriodTable periods_;
  SQLite::Statement payload_, release_;
};

} // namespace trainsync::store
