#include "daemon/cli/dry_run/changes_report.hpp"

#include "daemon/cli/printable.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <vector>

namespace trainsync::cli {
namespace {

constexpr std::size_t width = 80, indent = 2;
constexpr int most_examples = 20; // a source

// One row for each row of the file that would change, with what would happen to it. Which account
// speaks for a person follows from the others, and is no news.
constexpr const char* changed_rows_sql = R"sql(
CREATE TEMP TABLE changed_rows AS
SELECT r.source,
       c.entity,
       c.entity_id,
       CASE WHEN max(c.kind = 'inserted') THEN 'new'
            WHEN max(c.kind = 'deleted') THEN 'deleted'
            WHEN max(c.field IS 'missing_since' AND c.new_value IS NOT NULL) THEN 'missing'
            WHEN max(c.kind = 'restored' OR c.field IS 'missing_since') THEN 'back'
            ELSE 'changed' END AS what,
       min(c.seq) AS seq
  FROM changes AS c
  JOIN sync_runs AS r ON r.id = c.run_id
 WHERE c.seq > ? AND c.field IS NOT 'main_account_id'
 GROUP BY r.source, c.entity, c.entity_id
)sql";

constexpr const char* counts_sql = R"sql(
SELECT source,
       CASE entity WHEN 'enrolment' THEN 'enrolments' WHEN 'enrolment_history' THEN 'history'
                   WHEN 'person' THEN 'people' WHEN 'item' THEN 'items' ELSE 'assignments' END,
       count(*) FILTER (WHERE what = 'new'),
       count(*) FILTER (WHERE what = 'changed'),
       count(*) FILTER (WHERE what = 'missing'),
       count(*) FILTER (WHERE what = 'deleted'),
       count(*) FILTER (WHERE what = 'back')
  FROM temp.changed_rows
 GROUP BY source, entity
 ORDER BY source, entity = 'enrolment' DESC, entity
)sql";

constexpr const char* fields_sql = R"sql(
SELECT w.source || ' ' || w.entity, c.field, count(DISTINCT c.entity_id) AS times
  FROM temp.changed_rows AS w
  JOIN changes AS c ON c.entity = w.entity AND c.entity_id = w.entity_id AND c.seq > ?
 WHERE w.what <> 'new' AND c.kind = 'updated' AND c.field NOT IN ('missing_since', 'main_account_id')
 GROUP BY w.source, w.entity, c.field
 ORDER BY w.source, w.entity, times DESC, c.field
)sql";

constexpr const char* examples_sql = R"sql(
SELECT w.entity,
       w.entity_id,
       w.what,
       CASE w.entity
         WHEN 'enrolment' THEN (SELECT coalesce(o.person, o.email, o.source_id) || ', ' || coalesce(o.item, '?')
                                  FROM (SELECT nullif(trim(coalesce(p.first_name, '') || ' '
                                                           || coalesce(p.last_name, '')), '') AS person,
                                               p.email, coalesce(i.title, i.source_id) AS item, e.source_id
                                          FROM enrolments AS e
                                          LEFT JOIN people AS p ON p.id = e.person_id
                                          LEFT JOIN items AS i ON i.id = e.item_id
                                         WHERE e.id = w.entity_id) AS o)
         WHEN 'person' THEN (SELECT 'person ' || coalesce(nullif(trim(coalesce(p.first_name, '') || ' '
                                                                      || coalesce(p.last_name, '')), ''),
                                                          p.email, p.source_id)
                               FROM people AS p WHERE p.id = w.entity_id)
         WHEN 'item' THEN (SELECT 'item ' || coalesce(i.title, i.source_id) FROM items AS i WHERE i.id = w.entity_id)
         ELSE (SELECT 'assignment ' || coalesce(a.title, a.source_id) FROM assignments AS a WHERE a.id = w.entity_id)
       END
  FROM temp.changed_rows AS w
 WHERE w.source = ? AND w.entity <> 'enrolment_history'
 ORDER BY CASE w.what WHEN 'deleted' THEN 0 WHEN 'missing' THEN 1 WHEN 'back' THEN 2 WHEN 'changed' THEN 3 ELSE 4 END,
          w.entity <> 'enrolment', w.seq
 LIMIT ?
)sql";

// The first old value and the last new one.
constexpr const char* values_sql = R"sql(
SELECT f.field,
       (SELECT old_value FROM changes WHERE seq = f.first),
       (SELECT new_value FROM changes WHERE seq = f.last)
  FROM (SELECT field, min(seq) AS first, max(seq) AS last
          FROM changes
         WHERE entity = ? AND entity_id = ? AND seq > ? AND kind = 'updated' AND field NOT IN ('missing_since', 'main_account_id')
         GROUP BY field) AS f
 ORDER BY f.first
)sql";

std::string value_text(const SQLite::Column& column) {
  return column.isNull() ? "(none)" : printable(column.getString());
}

std::string line(std::size_t in, const std::string& text) {
  return std::string(in, ' ') + fitted(text, width - in) + "\n";
}

std::string counts(SQLite::Database& db) {
  std::string text = fmt::format("{:<14}{:<12}{:>9}{:>9}{:>9}{:>9}{:>9}\n", "would change", "",
                                 "new", "changed", "missing", "deleted", "back");
  SQLite::Statement query(db, counts_sql);
  bool any = false;
  while (query.executeStep()) {
    any = true;
    text += fmt::format("{:<14}{:<12}", query.getColumn(0).getString().substr(0, 13),
                        query.getColumn(1).getString());
    for (int i = 2; i < 7; ++i)
      text += fmt::format("{:>9}", query.getColumn(i).getInt64());
    text += "\n";
  }
  return any ? text : "Nothing would change.\n";
}

// "learn enrolment: status 3, updated_at 3", broken into lines.
std::string fields(SQLite::Database& db, std::int64_t newest_change) {
  std::string text, of, current;
  SQLite::Statement query(db, fields_sql);
  query.bind(1, newest_change);
  const auto end_line = [&] {
    text += current.empty() ? "" : current + "\n";
    current.clear();
  };
  while (query.executeStep()) {
    const std::string field = query.getColumn(1).getString() + " " + query.getColumn(2).getString();
    if (of != query.getColumn(0).getString()) {
      end_line();
      of = query.getColumn(0).getString();
      current = of + ": " + field;
    } else if (current.size() + field.size() + 3 > width) {
      current += ",";
      end_line();
      current = std::string(indent, ' ') + field;
    } else {
      current += ", " + field;
    }
  }
  end_line();
  return text;
}

std::string values(SQLite::Database& db, const std::string& entity, std::int64_t id,
                   std::int64_t newest_change) {
  constexpr std::size_t in = 12;
  std::string text;
  SQLite::Statement query(db, values_sql);
  query.bind(1, entity);
  query.bind(2, id);
  query.bind(3, newest_change);
  while (query.executeStep()) {
    const std::string field = query.getColumn(0).getString() + ": ";
    const std::size_t each = (width - in - field.size() - 3) / 2;
    text += line(in, field + fitted(value_text(query.getColumn(1)), each) + " → " +
                         fitted(value_text(query.getColumn(2)), each));
  }
  return text;
}

std::string examples(SQLite::Database& db, const std::string& source, std::int64_t rows,
                     std::int64_t newest_change) {
  std::string text;
  std::int64_t shown = 0;
  SQLite::Statement query(db, examples_sql);
  query.bind(1, source);
  query.bind(2, most_examples);
  while (query.executeStep()) {
    ++shown;
    const std::string what = query.getColumn(2).getString();
    text += line(indent, fmt::format("{:<10}", what) + printable(query.getColumn(3).getString()));
    if (what != "new")
      text +=
          values(db, query.getColumn(0).getString(), query.getColumn(1).getInt64(), newest_change);
  }
  const std::string head = shown < rows ? ", the first " + std::to_string(shown) + " of " +
                                              std::to_string(rows) + " rows:\n"
                                        : ":\n";
  return text.empty() ? text : "\n" + source + head + text;
}

} // namespace

std::string changes_report(SQLite::Database& db, std::int64_t newest_change) {
  db.exec("DROP TABLE IF EXISTS temp.changed_rows");
  SQLite::Statement collect(db, changed_rows_sql);
  collect.bind(1, newest_change);
  collect.exec();
  std::string text = counts(db);
  text += fields(db, newest_change);
  SQLite::Statement sources(db, "SELECT source, count(*) FROM temp.changed_rows "
                                "WHERE entity <> 'enrolment_history' GROUP BY source");
  while (sources.executeStep())
    text += examples(db, sources.getColumn(0).getString(), sources.getColumn(1).getInt64(),
                     newest_change);
  return text;
}

} // namespace trainsync::cli
