#include "daemon/cli/explain/find.hpp"

#include "daemon/cli/explain/table.hpp"
#include "daemon/store/directory.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace trainsync::cli {
namespace {

struct Kind {
  const char* name;
  const char* table;
};
constexpr const char* had_email =
    "person_key IN (SELECT person_key FROM people WHERE id IN (SELECT entity_id FROM changes WHERE "
    "entity = 'person' AND field = 'email' AND lower(trim(old_value, char(9, 10, 13, 32))) = ?1))";
constexpr std::array kinds{Kind{"enrolment", "enrolments"}, Kind{"person", "people"},
                           Kind{"item", "items"}, Kind{"assignment", "assignments"}};

std::optional<std::int64_t> number_of(const std::string& id) {
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(id.data(), id.data() + id.size(), number);
  return failure == std::errc() && end == id.data() + id.size() ? std::optional(number)
                                                                : std::nullopt;
}

// `condition` of ?1; ?2 is the source that is asked for, or NULL.
std::vector<Match> matches(SQLite::Database& db, const Kind& kind, const std::string& condition,
                           const store::Value& value, const ExplainAction& action) {
  const Table found = ask(db,
                          std::string("SELECT id, source, source_id FROM ") + kind.table +
                              " WHERE " + condition + " AND (?2 IS NULL OR source = ?2)",
                          {value, store::to_value(action.source)});
  std::vector<Match> list;
  for (std::size_t i = 0; i < found.rows.size(); ++i)
    list.push_back({kind.name, std::get<std::int64_t>(found.rows[i][0]), found.text(i, "source"),
                    found.text(i, "source_id")});
  return list;
}

void take(std::vector<Match>& list, const std::vector<Match>& more) {
  for (const Match& match : more)
    if (std::ranges::find(list, match) == list.end())
      list.push_back(match);
}

} // namespace

bool is_email(const std::string& id) {
  return id.contains('@');
}

std::vector<Match> find_matches(SQLite::Database& db, const ExplainAction& action) {
  std::vector<Match> list;
  const auto number = number_of(action.id);
  for (const Kind& kind : kinds) {
    if (action.kind && *action.kind != kind.name)
      continue;
    take(list, matches(db, kind, "source IN (SELECT name FROM sources) AND source_id = ?1",
                       action.id, action));
    if (number && (action.kind || &kind == &kinds.front()))
      take(list, matches(db, kind, "id = ?1", *number, action));
    if (is_email(action.id) && kind.table == std::string_view("people")) {
      const std::string key = store::normalise_email(action.id);
      take(list, matches(db, kind, "person_key = ?1", key, action));
      take(list,
           matches(db, kind,
                   "person_key IN (SELECT person_key FROM people WHERE lower(trim(email)) = ?1)",
                   key, action));
    }
  }
  return list;
}

std::vector<Match> find_by_earlier_email(SQLite::Database& db, const ExplainAction& action) {
  constexpr Kind person{"person", "people"};
  if (!is_email(action.id) || action.kind.value_or(person.name) != person.name)
    return {};
  return matches(db, person, had_email, store::normalise_email(action.id), action);
}

} // namespace trainsync::cli
