// A view of the file, row by row, and as of when its rows are true.
#pragma once

#include "daemon/cli/export/cell.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <optional>
#include <vector>

namespace trainsync::cli {

std::vector<std::string> view_names(SQLite::Database& db);

// Throws SQLite::Exception.
class ViewReader {
public:
  // `view` is one of view_names.
  ViewReader(SQLite::Database& db, const std::string& view);

  const std::vector<std::string>& columns() const { return columns_; }
  // The next row, valid until the next call; nothing after the last.
  const std::vector<Cell>* next();

private:
  Cell cell(int index);

  SQLite::Statement query_;
  std::vector<std::string> columns_;
  std::vector<ColumnKind> kinds_;
  std::vector<Cell> row_;
};

// How far one source's rows can be relied on.
struct AsOf {
  std::string source;
  std::optional<model::Stamp> whole_at; // when the oldest of its lists was read whole; empty: one
                                        // never was
  std::int64_t lists = 0, not_fresh = 0;
};
std::vector<AsOf> as_of(SQLite::Database& db);

// "2 of 5 lists are not fresh: see sync_health"; empty where all are.
std::string remark(const AsOf& source);

} // namespace trainsync::cli
