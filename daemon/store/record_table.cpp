#include "daemon/store/record_table.hpp"

namespace trainsync::store {

RecordTable::RecordTable(SQLite::Database& db, Recorder& recorder, TableShape shape)
    : db_(db), recorder_(recorder), shape_(std::move(shape)),
      select_id_(db, std::string("SELECT id FROM ") + shape_.table +
                         " WHERE source = ? AND source_id = ?"),
      select_(prepare_select(db)), insert_(prepare_insert(db)), update_(prepare_update(db)) {}

SQLite::Statement RecordTable::prepare_select(SQLite::Database& db) const {
  std::string sql = "SELECT id";
  for (const char* column : shape_.columns)
    sql += std::string(", ") + column;
  return {db, sql + " FROM " + shape_.table + " WHERE source = ? AND source_id = ?"};
}

SQLite::Statement RecordTable::prepare_insert(SQLite::Database& db) const {
  std::string names = "source, source_id", places = "?, ?";
  for (const auto* columns : {&shape_.columns, &shape_.stamped, &shape_.restamped})
    for (const char* column : *columns) {
      names += std::string(", ") + column;
      places += ", ?";
    }
  return {db,
          std::string("INSERT INTO ") + shape_.table + " (" + names + ") VALUES (" + places + ")"};
}

SQLite::Statement RecordTable::prepare_update(SQLite::Database& db) const {
  std::string sets;
  for (const auto* columns : {&shape_.columns, &shape_.restamped})
    for (const char* column : *columns)
      sets += std::string(sets.empty() ? "" : ", ") + column + " = ?";
  return {db, std::string("UPDATE ") + shape_.table + " SET " + sets + " WHERE id = ?"};
}

std::optional<std::int64_t> RecordTable::find_id(const std::string& source,
                                                 const std::string& source_id) {
  select_id_.tryReset();
  select_id_.bindNoCopy(1, source);
  select_id_.bindNoCopy(2, source_id);
  if (!select_id_.executeStep())
    return std::nullopt;
  const std::int64_t id = select_id_.getColumn(0).getInt64();
  select_id_.tryReset();
  return id;
}

std::optional<RecordTable::Found> RecordTable::find(const std::string& source,
                                                    const std::string& source_id) {
  select_.tryReset();
  select_.bindNoCopy(1, source);
  select_.bindNoCopy(2, source_id);
  if (!select_.executeStep())
    return std::nullopt;
  Found found{select_.getColumn(0).getInt64(), {}};
  found.values.reserve(shape_.columns.size());
  for (int i = 1; i < select_.getColumnCount(); ++i)
    found.values.push_back(column(select_, i));
  select_.tryReset();
  return found;
}

std::int64_t RecordTable::insert(const Observation& seen, const std::string& source,
                                 const std::string& source_id, std::span<const Value> values) {
  insert_.tryReset();
  int index = 0;
  insert_.bindNoCopy(++index, source);
  insert_.bindNoCopy(++index, source_id);
  for (const Value& value : values)
    bind_in_place(insert_, ++index, value);
  const Value at = to_value(seen.at);
  for (std::size_t i = 0; i < shape_.stamped.size() + shape_.restamped.size(); ++i)
    bind_in_place(insert_, ++index, at);
  insert_.exec();
  const std::int64_t id = db_.getLastInsertRowid();
  recorder_.inserted(seen, shape_.entity, id);
  return id;
}

const char* RecordTable::change_kind(const char* column, const Value& after) const {
  if (std::string_view(column) != shape_.tombstone)
    return "updated";
  return std::holds_alternative<std::monostate>(after) ? "restored" : "deleted";
}

bool RecordTable::update(const Observation& seen, const Found& found,
                         std::span<const Value> values) {
  bool differs = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (found.values[i] == values[i])
      continue;
    differs = true;
    recorder_.changed(seen, shape_.entity, found.id, shape_.columns[i], found.values[i], values[i],
                      change_kind(shape_.columns[i], values[i]));
  }
  if (!differs)
    return false;
  update_.tryReset();
  int index = 0;
  for (const Value& value : values)
    bind_in_place(update_, ++index, value);
  const Value at = to_value(seen.at);
  for (std::size_t i = 0; i < shape_.restamped.size(); ++i)
    bind_in_place(update_, ++index, at);
  update_.bind(++index, found.id);
  update_.exec();
  return true;
}

} // namespace trainsync::store
