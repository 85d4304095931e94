#include "schema/render.hpp"

#include "schema/dictionary.hpp"
#include "schema/open.hpp"
#include "schema/sql.hpp"

#include <SQLiteCpp/Statement.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace trainsync::schema {
namespace {

SQLite::Database empty_file() {
  auto db = open_writer(":memory:");
  if (!db)
    throw std::runtime_error(db.error().message);
  return std::move(*db);
}

std::string comment(const std::string& text) {
  std::string made = "-- ";
  for (const char c : text)
    made += c == '\n' ? "\n-- " : std::string(1, c);
  return made + "\n";
}

std::string text_of(const std::vector<Entry>& entries, const std::string& name) {
  const auto entry = std::ranges::find(entries, name, &Entry::name);
  return entry == entries.end() ? "" : entry->text;
}

// Markdown's emphasis of names, and its links, are for the page only.
std::string plain(std::string text) {
  std::erase(text, '`');
  for (auto begin = text.find('['); begin != std::string::npos; begin = text.find('[', begin)) {
    const auto middle = text.find("](", begin), end = text.find(')', middle);
    if (middle == std::string::npos || end == std::string::npos)
      break;
    text =
        text.substr(0, begin) + text.substr(begin + 1, middle - begin - 1) + text.substr(end + 1);
  }
  return text;
}

nlohmann::ordered_json described(const Entry& entry) {
  nlohmann::ordered_json columns = nlohmann::ordered_json::object();
  for (const Column& column : entry.columns)
    columns[column.name] = plain(column.meaning);
  return {{"description", plain(entry.text)}, {"columns", columns}};
}

std::string diagram_columns(SQLite::Database& db, const std::string& table) {
  SQLite::Statement columns(
      db, "SELECT type || ' ' || name || iif(pk, iif(refers, ' PK, FK', ' PK'), "
          "                                  iif(refers, ' FK', '')) "
          "  FROM (SELECT *, name IN (SELECT \"from\" FROM pragma_foreign_key_list(?1)) AS refers "
          "          FROM pragma_table_info(?1)) ORDER BY cid");
  columns.bind(1, table);
  std::string made;
  while (columns.executeStep())
    made += "    " + columns.getColumn(0).getString() + "\n";
  return made;
}

std::string diagram_arrows(SQLite::Database& db, const std::string& table) {
  // A row refers to at most one row of the other table, which it must where the column may not be
  // empty; where the column is unique, at most one row refers to each.
  SQLite::Statement keys(
      db, "SELECT k.\"table\", k.\"from\", i.\"notnull\" OR i.pk, "
          "       EXISTS (SELECT 1 FROM pragma_index_list(?1) AS x "
          "                WHERE x.\"unique\" AND (SELECT group_concat(name) "
          "                                        FROM pragma_index_info(x.name)) = k.\"from\") "
          "       OR i.pk "
          "  FROM pragma_foreign_key_list(?1) AS k "
          "  JOIN pragma_table_info(?1) AS i ON i.name = k.\"from\" ORDER BY i.cid");
  keys.bind(1, table);
  std::string made;
  while (keys.executeStep())
    made += "  " + keys.getColumn(0).getString() +
            (keys.getColumn(2).getInt() != 0 ? " ||--" : " |o--") +
            (keys.getColumn(3).getInt() != 0 ? "o| " : "o{ ") + table + " : \"" +
            keys.getColumn(1).getString() + "\"\n";
  return made;
}

} // namespace

std::string as_sql() {
  const std::vector<Entry> entries = read_dictionary(dictionary);
  SQLite::Database db = empty_file();
  SQLite::Statement objects(
      db, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' "
          "ORDER BY type = 'view', rowid");
  std::string made;
  while (objects.executeStep()) {
    const std::string text = text_of(entries, objects.getColumn(0).getString());
    made += (text.empty() ? "" : "\n" + comment(plain(text))) + objects.getColumn(1).getString() +
            ";\n";
  }
  return made;
}

std::string as_datasette_metadata(const std::string& database) {
  nlohmann::ordered_json tables = nlohmann::ordered_json::object();
  nlohmann::ordered_json queries = nlohmann::ordered_json::object();
  for (const Entry& entry : read_dictionary(dictionary)) {
    tables[entry.name] = described(entry);
    if (!entry.question.empty())
      queries["example_" + entry.name] = {{"title", "Example: " + entry.name},
                                          {"description", plain(entry.text)},
                                          {"sql", entry.question}};
  }
  const nlohmann::ordered_json metadata{
      {"title", "Training"},
      {"description", "What Learn and Exec say of who is to do what, and who did it, in one "
                      "schema. Start with the views; sync_health says how far to rely on them."},
      {"databases", {{database, {{"tables", tables}, {"queries", queries}}}}}};
  return metadata.dump(2) + "\n";
}

std::string as_diagram() {
  SQLite::Database db = empty_file();
  SQLite::Statement tables(db, "SELECT name FROM sqlite_schema WHERE type = 'table' "
                               "AND name NOT LIKE 'sqlite%' ORDER BY rowid");
  std::string entities, arrows;
  while (tables.executeStep()) {
    const std::string table = tables.getColumn(0).getString();
    entities += "  " + table + " {\n" + diagram_columns(db, table) + "  }\n";
    arrows += diagram_arrows(db, table);
  }
  return "erDiagram\n" + entities + arrows;
}

} // namespace trainsync::schema
