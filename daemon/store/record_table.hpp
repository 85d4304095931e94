// Rows that are keyed by source and source id: inserted when first seen, updated where a field
// differs, and left alone otherwise. Serves people, items, assignments and enrolments alike; the
// caller holds the transaction.
#pragma once

#include "daemon/store/recorder.hpp"

#include <span>
#include <string>
#include <vector>

namespace trainsync::store {

struct TableShape {
  const char* table;
  const char* entity;               // in the change log
  std::vector<const char*> columns; // after source and source_id, in the order of the values
  std::vector<const char*> stamped; // set to the time of the observation when a row is inserted ...
  std::vector<const char*> restamped; // ... and when a field changes
  const char* tombstone = "";         // the column whose being set is a deletion in the change log
};

class RecordTable {
public:
  RecordTable(SQLite::Database& db, Recorder& recorder, TableShape shape);

  struct Found {
    std::int64_t id;
    std::vector<Value> values;
  };
  // The row as it stands, or nothing.
  std::optional<Found> find(const std::string& source, const std::string& source_id);
  std::optional<std::int64_t> find_id(const std::string& source, const std::string& source_id);
  std::int64_t insert(const Observation& seen, const std::string& source,
                      const std::string& source_id, std::span<const Value> values);
  // Writes what differs, with a change a field. Answers whether anything did.
  bool update(const Observation& seen, const Found& found, std::span<const Value> values);

private:
  const char* change_kind(const char* column, const Value& after) const;
  SQLite::Statement prepare_insert(SQLite::Database& db) const;
  SQLite::Statement prepare_update(SQLite::Database& db) const;
  SQLite::Statement prepare_select(SQLite::Database& db) const;

  SQLite::Database& db_;
  Recorder& recorder_;
  TableShape shape_;
  SQLite::Statement select_id_, select_, insert_, update_;
};

} // namespace trainsync::store
