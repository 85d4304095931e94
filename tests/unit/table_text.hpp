// What a query of a test answers, as text.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <string>
#include <vector>

namespace trainsync::test {

// A line a row, columns parted by "|", NULL as "-".
inline std::vector<std::string> rows_of(SQLite::Database& db, const std::string& sql) {
  std::vector<std::string> rows;
  SQLite::Statement query(db, sql);
  while (query.executeStep()) {
    std::string row;
    for (int i = 0; i < query.getColumnCount(); ++i) {
      const SQLite::Column column = query.getColumn(i);
      row += (i > 0 ? "|" : "") + (column.isNull() ? "-" : column.getString());
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

inline std::string value_of(SQLite::Database& db, const std::string& sql) {
  const auto rows = rows_of(db, sql);
  return rows.size() == 1 ? rows.front() : std::to_string(rows.size()) + " rows";
}

} // namespace trainsync::test
