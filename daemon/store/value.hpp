// What one column of a row holds, on its way between a record and SQLite.
#pragma once

#include "daemon/model/records.hpp"

#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace trainsync::store {

using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

template <class T>
Value to_value(const std::optional<T>& optional);
inline Value to_value(std::string text) {
  return text;
}
inline Value to_value(bool flag) {
  return std::int64_t{flag};
}
inline Value to_value(std::int64_t number) {
  return number;
}
inline Value to_value(double number) {
  return number;
}
inline Value to_value(model::Stamp stamp) {
  return model::format_stamp(stamp);
}

template <class T>
Value to_value(const std::optional<T>& optional) {
  return optional ? to_value(*optional) : Value();
}

void bind_value(SQLite::Statement& statement, int index, const Value& value);
// Copies no text: `value` must stay as it is until the statement has run.
void bind_in_place(SQLite::Statement& statement, int index, const Value& value);
Value column(SQLite::Statement& statement, int index);

// As SQLite casts it to text; the change log keeps values so.
std::optional<std::string> to_text(const Value& value);

std::optional<model::Stamp> stamp_column(SQLite::Statement& statement, int index);

} // namespace trainsync::store
