// A file as the program makes it, to compare the pages with.
#pragma once

#include <SQLiteCpp/Database.h>

#include <string>
#include <vector>

namespace trainsync::docs {

class RealSchema {
public:
  RealSchema();

  SQLite::Database& db() { return db_; }
  // Their names; `type` is "table" or "view".
  std::vector<std::string> names(const std::string& type);
  std::vector<std::string> columns(const std::string& table_or_view);
  // The words that the tables' checks allow, such as statuses.
  std::vector<std::string> words();

private:
  std::vector<std::string> texts(const std::string& sql, const std::string& parameter);

  SQLite::Database db_;
};

} // namespace trainsync::docs
