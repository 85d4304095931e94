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

private:
  std::vector<Value> values(const Observation& seen, const std::string& source,
                            const model::Enrolment& enrolment);
  void keep_payload(const Observation& seen, std::int64_t id, const std::string& payload);

  Directory& directory_;
  bool store_payloads_;
  RecordTable rows_;
  HistoryTable history_;
  PeriodTable periods_;
  SQLite::Statement payload_;
};

} // namespace trainsync::store
