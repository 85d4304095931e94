#include "daemon/store/value.hpp"

#include <SQLiteCpp/Column.h>
#include <sqlite3.h>

#include <array>

namespace trainsync::store {
namespace {

struct Bind {
  SQLite::Statement& statement;
  int index;

  void operator()(std::monostate) const { statement.bind(index); }
  void operator()(std::int64_t number) const { statement.bind(index, number); }
  void operator()(double number) const { statement.bind(index, number); }
  void operator()(const std::string& text) const { statement.bind(index, text); }
};

struct BindInPlace : Bind {
  using Bind::operator();
  void operator()(const std::string& text) const { statement.bindNoCopy(index, text); }
};

struct ToText {
  std::optional<std::string> operator()(std::monostate) const { return std::nullopt; }
  std::optional<std::string> operator()(std::int64_t number) const {
    return std::to_string(number);
  }
  std::optional<std::string> operator()(double number) const {
    std::array<char, 64> text{};
    sqlite3_snprintf(static_cast<int>(text.size()), text.data(), "%!.15g", number);
    return text.data();
  }
  std::optional<std::string> operator()(const std::string& text) const { return text; }
};

} // namespace

void bind_value(SQLite::Statement& statement, int index, const Value& value) {
  std::visit(Bind{statement, index}, value);
}

void bind_in_place(SQLite::Statement& statement, int index, const Value& value) {
  std::visit(BindInPlace{{statement, index}}, value);
}

Value column(SQLite::Statement& statement, int index) {
  const SQLite::Column column = statement.getColumn(index);
  switch (column.getType()) {
  case SQLITE_INTEGER:
    return std::int64_t{column.getInt64()};
  case SQLITE_FLOAT:
    return column.getDouble();
  case SQLITE_NULL:
    return std::monostate();
  default:
    return column.getString();
  }
}

std::optional<std::string> to_text(const Value& value) {
  return std::visit(ToText{}, value);
}

std::optional<model::Stamp> stamp_column(SQLite::Statement& statement, int index) {
  const SQLite::Column column = statement.getColumn(index);
  return column.isNull() ? std::nullopt : model::parse_stamp(column.getString());
}

} // namespace trainsync::store
