#include "tests/property/watch.hpp"

#include <SQLiteCpp/Statement.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace trainsync::property {
namespace {

struct Table {
  const char* entity;
  const char* name;
};
constexpr std::array tables{Table{"enrolment", "enrolments"}, Table{"person", "people"},
                            Table{"item", "items"}, Table{"assignment", "assignments"},
                            Table{"enrolment_history", "enrolment_history"}};

// Columns that never change, or that say when another one did.
bool is_logged(std::string_view column) {
  constexpr std::array unlogged{"id",         "source",       "source_id", "first_seen_at",
                                "changed_at", "enrolment_id", "position"};
  return std::ranges::find(unlogged, column) == unlogged.end();
}

constexpr const char* triggers = R"sql(
CREATE TEMP TRIGGER watch_missing AFTER UPDATE OF missing_since ON main.enrolments
  WHEN OLD.missing_since IS NULL AND NEW.missing_since IS NOT NULL
  BEGIN SELECT watch('missing', NEW.source, NEW.source_id); END;
CREATE TEMP TRIGGER watch_deleted AFTER UPDATE OF deleted_at ON main.enrolments
  WHEN OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL
  BEGIN SELECT watch('deleted', NEW.source, NEW.source_id); END;
CREATE TEMP TRIGGER watch_update AFTER UPDATE ON main.enrolments BEGIN SELECT watch('write'); END;
CREATE TEMP TRIGGER watch_insert AFTER INSERT ON main.enrolments BEGIN SELECT watch('write'); END;
CREATE TEMP TRIGGER watch_erase AFTER DELETE ON main.enrolments
  BEGIN SELECT watch('wrong', 'enrolment ' || OLD.source_id || ' was erased'); END;
CREATE TEMP TRIGGER watch_cursor AFTER UPDATE ON main.sync_streams
  WHEN OLD.cursor IS NOT NULL AND (NEW.cursor IS NULL OR NEW.cursor < OLD.cursor)
  BEGIN SELECT watch('wrong', 'the cursor went back from ' || OLD.cursor || ' to ' || coalesce(NEW.cursor, 'NULL')); END;
CREATE TEMP TRIGGER watch_seq AFTER INSERT ON main.changes BEGIN SELECT watch('seq', NEW.seq); END;
CREATE TEMP TRIGGER watch_changes_update AFTER UPDATE ON main.changes
  BEGIN SELECT watch('wrong', 'the change ' || OLD.seq || ' was changed'); END;
CREATE TEMP TRIGGER watch_changes_erase AFTER DELETE ON main.changes
  BEGIN SELECT watch('wrong', 'the change ' || OLD.seq || ' was erased'); END;
)sql";

std::vector<std::string> columns_of(SQLite::Database& db, const char* table) {
  std::vector<std::string> columns;
  SQLite::Statement query(db, "SELECT name FROM pragma_table_info(?)");
  query.bind(1, table);
  while (query.executeStep())
    if (is_logged(query.getColumn(0).getString()))
      columns.push_back(query.getColumn(0).getString());
  return columns;
}

// Tells the values of each new row, as text.
std::string insert_trigger(SQLite::Database& db, const Table& table) {
  std::string object;
  for (const std::string& column : columns_of(db, table.name))
    object += (object.empty() ? "'" : ", '") + column + "', CAST(NEW." + column + " AS TEXT)";
  const std::string name = table.name;
  return "CREATE TEMP TRIGGER watch_new_" + name + " AFTER INSERT ON main." + name +
         " BEGIN SELECT watch('inserted', '" + table.entity + "', NEW.id, json_object(" + object +
         ")); END";
}

std::string shown(const std::optional<std::string>& value) {
  return value ? "'" + *value + "'" : "NULL";
}

std::optional<std::string> text(const SQLite::Column& column) {
  return column.isNull() ? std::nullopt : std::optional(column.getString());
}

} // namespace

void Watch::attach(SQLite::Database& db) {
  sqlite3_create_function_v2(db.getHandle(), "watch", -1, SQLITE_UTF8, this, call, nullptr, nullptr,
                             nullptr);
  db.exec(triggers);
  for (const Table& table : tables)
    db.exec(insert_trigger(db, table));
}

void Watch::call(sqlite3_context* context, int count, sqlite3_value** values) {
  std::vector<std::string> words;
  for (int i = 0; i < count; ++i)
    words.emplace_back(reinterpret_cast<const char*>(sqlite3_value_text(values[i])));
  static_cast<Watch*>(sqlite3_user_data(context))->saw(words);
}

void Watch::saw(const std::vector<std::string>& words) {
  if (words[0] == "missing") {
    on_missing({words[1], words[2]});
  } else if (words[0] == "deleted") {
    on_deleted({words[1], words[2]});
  } else if (words[0] == "write") {
    ++enrolment_writes;
  } else if (words[0] == "wrong") {
    violations.push_back(words[1]);
  } else if (words[0] == "seq") {
    const std::int64_t seq = std::stoll(words[1]);
    if (seq <= last_seq_)
      violations.push_back("seq went from " + std::to_string(last_seq_) + " to " + words[1]);
    last_seq_ = seq;
  } else {
    Fields& fields = inserted_[{words[1], std::stoll(words[2])}];
    fields.clear();
    for (const auto& [name, value] : nlohmann::json::parse(words[3]).items())
      fields[name] = value.is_null() ? std::nullopt : std::optional(value.get<std::string>());
  }
}

void Watch::check_replay(SQLite::Database& db) {
  std::map<Entity, Fields> rows = inserted_;
  replay(db, rows);
  for (const Table& table : tables)
    compare(db, table.entity, table.name, rows);
}

void Watch::replay(SQLite::Database& db, std::map<Entity, Fields>& rows) {
  SQLite::Statement log(db, "SELECT seq, entity, entity_id, kind, field, old_value, new_value "
                            "FROM changes ORDER BY seq");
  while (log.executeStep()) {
    const Entity entity{log.getColumn(1).getString(), log.getColumn(2).getInt64()};
    if (log.getColumn(4).isNull()) {
      if (log.getColumn(3).getString() == "deleted")
        rows.erase(entity);
      continue;
    }
    auto& value = rows[entity][log.getColumn(4).getString()];
    if (value != text(log.getColumn(5)))
      violations.push_back("change " + log.getColumn(0).getString() + " of " + entity.first +
                           " says that " + log.getColumn(4).getString() + " was " +
                           shown(text(log.getColumn(5))) + ", but it was " + shown(value));
    value = text(log.getColumn(6));
  }
}

void Watch::compare(SQLite::Database& db, const char* entity, const char* table,
                    const std::map<Entity, Fields>& rows) {
  std::string sql = "SELECT id";
  for (const std::string& column : columns_of(db, table))
    sql += ", CAST(" + column + " AS TEXT) AS " + column;
  SQLite::Statement query(db, sql + " FROM " + table);
  std::int64_t count = 0;
  for (; query.executeStep(); ++count) {
    const auto row = rows.find({entity, query.getColumn(0).getInt64()});
    if (row == rows.end()) {
      violations.push_back(std::string(entity) + " has a row that nobody inserted");
      continue;
    }
    for (int i = 1; i < query.getColumnCount(); ++i)
      if (const auto& replayed = row->second.at(query.getColumnName(i));
          replayed != text(query.getColumn(i)))
        violations.push_back(std::string(entity) + " " + query.getColumn(0).getString() + ": " +
                             query.getColumnName(i) + " is " + shown(text(query.getColumn(i))) +
                             ", but its changes make it " + shown(replayed));
  }
  const auto replayed =
      std::ranges::count_if(rows, [&](const auto& row) { return row.first.first == entity; });
  if (replayed != count)
    violations.push_back(std::string(table) + " has " + std::to_string(count) +
                         " rows, but its changes make " + std::to_string(replayed));
}

} // namespace trainsync::property
