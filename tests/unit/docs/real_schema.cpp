#include "tests/unit/docs/real_schema.hpp"

#include "schema/open.hpp"

#include <SQLiteCpp/Statement.h>

#include <regex>
#include <set>
#include <stdexcept>

namespace trainsync::docs {
namespace {

SQLite::Database open_in_memory() {
  auto db = schema::open_writer(":memory:");
  if (!db)
    throw std::runtime_error(db.error().message);
  return std::move(*db);
}

} // namespace

RealSchema::RealSchema() : db_(open_in_memory()) {}

std::vector<std::string> RealSchema::texts(const std::string& sql, const std::string& parameter) {
  SQLite::Statement query(db_, sql);
  query.bind(1, parameter);
  std::vector<std::string> texts;
  while (query.executeStep())
    texts.push_back(query.getColumn(0).getString());
  return texts;
}

std::vector<std::string> RealSchema::names(const std::string& type) {
  return texts("SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite^_%' ESCAPE "
               "'^' ORDER BY name",
               type);
}

std::vector<std::string> RealSchema::columns(const std::string& table_or_view) {
  return texts("SELECT name FROM pragma_table_info(?) ORDER BY cid", table_or_view);
}

std::vector<std::string> RealSchema::words() {
  static const std::regex word("'([a-z_]+)'");
  std::set<std::string> words;
  for (const std::string& sql : texts("SELECT sql FROM sqlite_schema WHERE type = ?", "table"))
    for (std::sregex_iterator match(sql.begin(), sql.end(), word), end; match != end; ++match)
      words.insert((*match)[1]);
  return {words.begin(), words.end()};
}

} // namespace trainsync::docs
