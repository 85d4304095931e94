// Reads the columns of a query's row, one after the other.
#pragma once

#include "daemon/model/records.hpp"

#include <SQLiteCpp/Statement.h>

namespace trainsync::cli {

class Row {
public:
  explicit Row(SQLite::Statement& statement) : statement_(statement) {}

  model::Text text() {
    const SQLite::Column column = statement_.getColumn(next_++);
    return column.isNull() ? model::Text() : column.getString();
  }
  std::string word() { return text().value_or(""); } // NULL is empty
  std::int64_t number() { return statement_.getColumn(next_++).getInt64(); }
  std::optional<std::int64_t> number_or_none() {
    const SQLite::Column column = statement_.getColumn(next_++);
    return column.isNull() ? std::nullopt : std::optional<std::int64_t>(column.getInt64());
  }
  std::optional<model::Stamp> stamp() {
    const auto written = text();
    return written ? model::parse_stamp(*written) : std::nullopt;
  }

private:
  SQLite::Statement& statement_;
  int next_ = 0;
};

} // namespace trainsync::cli
