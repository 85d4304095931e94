#include "daemon/cli/export/view.hpp"

#include <SQLiteCpp/Column.h>

namespace trainsync::cli {
namespace {

// Lists that the config leaves out, that the account may not read or that rest do not age.
constexpr const char* as_of_sql = R"sql(
SELECT s.name,
       iif(count(h.last_whole_at) = count(h.state), min(h.last_whole_at), NULL),
       count(h.state),
       count(*) FILTER (WHERE h.state <> 'fresh')
  FROM sources AS s
  LEFT JOIN sync_health AS h
    ON h.source = s.name AND h.state NOT IN ('left_out', 'unavailable', 'resting')
 GROUP BY s.id
 ORDER BY s.id
)sql";

// Neither kind of file can hold a NUL; this is the sign for it.
std::string without_nul(std::string text) {
  for (std::size_t at = 0; (at = text.find('\0', at)) != std::string::npos;)
    text.replace(at, 1, "\u2400");
  return text;
}

} // namespace

std::vector<std::string> view_names(SQLite::Database& db) {
  std::vector<std::string> names;
  SQLite::Statement query(db, "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name");
  while (query.executeStep())
    names.push_back(query.getColumn(0).getString());
  return names;
}

ViewReader::ViewReader(SQLite::Database& db, const std::string& view)
    : query_(db, "SELECT * FROM \"" + view + "\"") {
  for (int i = 0; i < query_.getColumnCount(); ++i) {
    columns_.emplace_back(query_.getColumnName(i));
    kinds_.push_back(kind_of(columns_.back()));
  }
  row_.resize(columns_.size());
}

const std::vector<Cell>* ViewReader::next() {
  if (!query_.executeStep())
    return nullptr;
  for (std::size_t i = 0; i < row_.size(); ++i)
    row_[i] = typed(kinds_[i], cell(static_cast<int>(i)));
  return &row_;
}

Cell ViewReader::cell(int index) {
  const SQLite::Column column = query_.getColumn(index);
  if (column.isNull())
    return {};
  if (column.isInteger())
    return std::int64_t{column.getInt64()};
  if (column.isFloat())
    return column.getDouble();
  return without_nul(column.getString());
}

std::vector<AsOf> as_of(SQLite::Database& db) {
  std::vector<AsOf> sources;
  SQLite::Statement query(db, as_of_sql);
  while (query.executeStep())
    sources.push_back({query.getColumn(0).getString(),
                       model::parse_stamp(query.getColumn(1).getString()),
                       query.getColumn(2).getInt64(), query.getColumn(3).getInt64()});
  return sources;
}

std::string remark(const AsOf& source) {
  if (source.not_fresh == 0 && source.lists > 0)
    return {};
  return std::to_string(source.not_fresh) + " of " + std::to_string(source.lists) +
         (source.lists == 1 ? " list is" : " lists are") + " not fresh: see sync_health";
}

} // namespace trainsync::cli
