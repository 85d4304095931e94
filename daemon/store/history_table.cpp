#include "daemon/store/history_table.hpp"

#include <array>

namespace trainsync::store {
namespace {

constexpr const char* entity = "enrolment_history";
constexpr std::array columns{"type",        "completion_id", "previous_status",
                             "next_status", "created_at",    "updated_at"};

std::vector<Value> values_of(const model::HistoryEntry& entry) {
  return {
      to_value(entry.type),        to_value(entry.completion_id), to_value(entry.previous_status),
      to_value(entry.next_status), to_value(entry.created_at),    to_value(entry.updated_at)};
}

void bind_values(SQLite::Statement& statement, int first, const std::vector<Value>& values) {
  for (const Value& value : values)
    bind_in_place(statement, first++, value);
}

} // namespace

HistoryTable::HistoryTable(SQLite::Database& db, Recorder& recorder)
    : db_(db), recorder_(recorder),
      select_(
          db,
          "SELECT id, type, completion_id, previous_status, next_status, created_at, updated_at "
          "FROM enrolment_history WHERE enrolment_id = ? ORDER BY position"),
      insert_(db, "INSERT INTO enrolment_history (enrolment_id, position, type, completion_id, "
                  "previous_status, "
                  "next_status, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
      update_(db, "UPDATE enrolment_history SET type = ?, completion_id = ?, previous_status = ?, "
                  "next_status = ?, "
                  "created_at = ?, updated_at = ? WHERE id = ?"),
      delete_(db, "DELETE FROM enrolment_history WHERE id = ?") {}

std::vector<HistoryTable::Row> HistoryTable::rows(std::int64_t enrolment_id) {
  std::vector<Row> rows;
  select_.tryReset();
  select_.bind(1, enrolment_id);
  while (select_.executeStep()) {
    Row row{select_.getColumn(0).getInt64(), {}};
    for (int i = 1; i < select_.getColumnCount(); ++i)
      row.values.push_back(column(select_, i));
    rows.push_back(std::move(row));
  }
  return rows;
}

bool HistoryTable::apply(const Observation& seen, std::int64_t enrolment_id,
                         std::span<const model::HistoryEntry> entries, bool enrolment_is_new) {
  const std::vector<Row> before = enrolment_is_new ? std::vector<Row>() : rows(enrolment_id);
  bool written = false;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::vector<Value> values = values_of(entries[i]);
    if (i < before.size()) {
      written = update(seen, before[i], values) || written;
    } else {
      insert(seen, enrolment_id, i + 1, values, !enrolment_is_new);
      written = true;
    }
  }
  for (std::size_t i = entries.size(); i < before.size(); ++i) {
    remove(seen, before[i]);
    written = true;
  }
  return written;
}

void HistoryTable::insert(const Observation& seen, std::int64_t enrolment_id, std::size_t position,
                          const std::vector<Value>& values, bool log) {
  insert_.tryReset();
  insert_.bind(1, enrolment_id);
  insert_.bind(2, static_cast<std::int64_t>(position));
  bind_values(insert_, 3, values);
  insert_.exec();
  if (log)
    recorder_.inserted(seen, entity, db_.getLastInsertRowid());
}

bool HistoryTable::update(const Observation& seen, const Row& row,
                          const std::vector<Value>& values) {
  if (row.values == values)
    return false;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (row.values[i] != values[i])
      recorder_.changed(seen, entity, row.id, columns[i], row.values[i], values[i]);
  update_.tryReset();
  bind_values(update_, 1, values);
  update_.bind(static_cast<int>(values.size()) + 1, row.id);
  update_.exec();
  return true;
}

void HistoryTable::remove(const Observation& seen, const Row& row) {
  delete_.tryReset();
  delete_.bind(1, row.id);
  delete_.exec();
  recorder_.deleted(seen, entity, row.id);
}

} // namespace trainsync::store
