#include "daemon/cli/explain/table.hpp"

#include <algorithm>

namespace trainsync::cli {
namespace {

nlohmann::ordered_json json_of(const store::Value& value) {
  return std::visit(
      [](const auto& held) -> nlohmann::ordered_json {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>)
          return nullptr;
        else
          return held;
      },
      value);
}

} // namespace

std::string Table::text(std::size_t row, std::string_view column) const {
  const auto found = std::ranges::find(columns, column);
  if (found == columns.end())
    return {};
  return store::to_text(rows[row][static_cast<std::size_t>(found - columns.begin())]).value_or("");
}

Table ask(SQLite::Database& db, const std::string& sql, const std::vector<store::Value>& values) {
  SQLite::Statement query(db, sql);
  int index = 0;
  for (const store::Value& value : values)
    store::bind_value(query, ++index, value);
  Table table;
  for (int i = 0; i < query.getColumnCount(); ++i)
    table.columns.emplace_back(query.getColumnName(i));
  while (query.executeStep()) {
    auto& row = table.rows.emplace_back();
    for (int i = 0; i < query.getColumnCount(); ++i)
      row.push_back(store::column(query, i));
  }
  return table;
}

nlohmann::ordered_json json_of(const Table& table) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& row : table.rows) {
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < row.size(); ++i)
      object[table.columns[i]] = json_of(row[i]);
    list.push_back(std::move(object));
  }
  return list;
}

} // namespace trainsync::cli
