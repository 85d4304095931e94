// What a query answered, with the names of its columns.
#pragma once

#include "daemon/store/value.hpp"

#include <SQLiteCpp/Database.h>
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace trainsync::cli {

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<store::Value>> rows;

  bool empty() const { return rows.empty(); }
  // Of a row, as text; empty where it is NULL or there is no such column.
  std::string text(std::size_t row, std::string_view column) const;
};

// Binds the values to ?1, ?2, ... Throws SQLite::Exception.
Table ask(SQLite::Database& db, const std::string& sql, const std::vector<store::Value>& values);

// A list of objects.
nlohmann::ordered_json json_of(const Table& table);

} // namespace trainsync::cli
