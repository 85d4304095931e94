#include "tests/integration/query.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <fstream>
#include <iterator>

namespace trainsync::integration {

std::vector<std::string> query(const std::filesystem::path& file, const std::string& sql) {
  SQLite::Database db(file.string(), SQLite::OPEN_READONLY, 5000);
  SQLite::Statement statement(db, sql);
  std::vector<std::string> rows;
  while (statement.executeStep()) {
    std::string row;
    for (int i = 0; i < statement.getColumnCount(); ++i)
      row += (i > 0 ? "|" : "") + statement.getColumn(i).getString();
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string value(const std::filesystem::path& file, const std::string& sql) {
  const auto rows = query(file, sql);
  return rows.size() == 1 ? rows.front() : "(" + std::to_string(rows.size()) + " rows)";
}

std::vector<std::string> all_records(const std::filesystem::path& file) {
  std::vector<std::string> rows;
  for (const char* table : {"people", "items", "assignments", "enrolments", "enrolment_history",
                            "enrolment_payloads", "status_periods", "changes"})
    for (const std::string& row :
         query(file, std::string("SELECT * FROM ") + table + " ORDER BY 1"))
      rows.push_back(std::string(table) + ": " + row);
  return rows;
}

std::string integrity(const std::filesystem::path& file) {
  std::string found;
  for (const char* check : {"PRAGMA integrity_check", "PRAGMA foreign_key_check"})
    for (const std::string& row : query(file, check))
      found += (found.empty() ? "" : "\n") + row;
  return found;
}

std::string bytes(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

} // namespace trainsync::integration
