#include "tests/integration/file_image.hpp"

#include "tests/integration/query.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace trainsync::integration {
namespace {

// The first column of each is the row's name.
constexpr const char* enrolments_sql = R"sql(
SELECT e.source || '/' || e.source_id, p.source_id AS person, i.source_id AS item, a.source_id AS assignment,
       e.audience_id, e.status, e.source_status, e.available_at, e.due_at, e.completed_at, e.score, e.rank,
       e.rank_required, e.attempts, e.attempts_min, e.attempts_max, e.created_at, e.updated_at, e.missing_since,
       e.deleted_at
  FROM enrolments AS e
  LEFT JOIN people AS p ON p.id = e.person_id AND p.source = e.source
  LEFT JOIN items AS i ON i.id = e.item_id AND i.source = e.source
  LEFT JOIN assignments AS a ON a.id = e.assignment_id AND a.source = e.source
)sql";

constexpr const char* history_sql = R"sql(
SELECT e.source || '/' || e.source_id || '/' || h.position, h.type, h.completion_id, h.previous_status,
       h.next_status, h.created_at, h.updated_at
  FROM enrolment_history AS h JOIN enrolments AS e ON e.id = h.enrolment_id
)sql";

constexpr const char* people_sql = R"sql(
SELECT source || '/' || source_id, email, first_name, last_name, ref, role, is_active, manager_source_id, extra,
       department, manager, person_key
  FROM people
)sql";

constexpr const char* items_sql =
    "SELECT source || '/' || source_id, kind, title, slug, extra FROM items";

constexpr const char* assignments_sql = R"sql(
SELECT a.source || '/' || a.source_id, a.kind, a.title, a.audience_id, i.source_id AS item, a.completion_days,
       a.recurrence_days, a.is_active, a.created_at, a.updated_at, a.deleted_at, a.extra
  FROM assignments AS a LEFT JOIN items AS i ON i.id = a.item_id AND i.source = a.source
)sql";

constexpr const char* payloads_sql = R"sql(
SELECT e.source || '/' || e.source_id, p.payload
  FROM enrolment_payloads AS p JOIN enrolments AS e ON e.id = p.enrolment_id
)sql";

// Which account speaks for a person has no place in an image: fixture.cpp compares it with the
// rule.
constexpr const char* changes_sql = R"sql(
WITH named AS (
  SELECT 'enrolment' AS entity, id, source || '/' || source_id AS name FROM enrolments
  UNION ALL
  SELECT 'enrolment_history', h.id, e.source || '/' || e.source_id || '/' || h.position
    FROM enrolment_history AS h JOIN enrolments AS e ON e.id = h.enrolment_id
  UNION ALL SELECT 'person', id, source || '/' || source_id FROM people
  UNION ALL SELECT 'item', id, source || '/' || source_id FROM items
  UNION ALL SELECT 'assignment', id, source || '/' || source_id FROM assignments
)
SELECT c.entity || ' ' || coalesce(n.name, '?') || ' ' || c.kind || ' ' || coalesce(c.field, 'NULL') || ' ' ||
       coalesce('''' || c.old_value || '''', 'NULL') || ' -> ' || coalesce('''' || c.new_value || '''', 'NULL')
  FROM changes AS c LEFT JOIN named AS n ON n.entity = c.entity AND n.id = c.entity_id
 WHERE c.field IS NOT 'main_account_id' AND c.seq >
)sql";

Fields fields_of(SQLite::Statement& row) {
  Fields fields;
  for (int i = 1; i < row.getColumnCount(); ++i) {
    const std::string name = row.getColumnName(i);
    auto& field = fields[name];
    if (!row.getColumn(i).isNull())
      field = name == "payload" ? nlohmann::json::parse(row.getColumn(i).getString()).dump()
                                : row.getColumn(i).getString();
  }
  return fields;
}

void add(Image& image, SQLite::Database& db, const std::string& entity, const char* sql) {
  SQLite::Statement rows(db, sql);
  while (rows.executeStep())
    image.emplace(RecordName{entity, rows.getColumn(0).getString()}, fields_of(rows));
}

} // namespace

Image file_image(const std::filesystem::path& file) {
  SQLite::Database db(file.string(), SQLite::OPEN_READONLY, 5000);
  Image image;
  add(image, db, "enrolment", enrolments_sql);
  add(image, db, "enrolment_history", history_sql);
  add(image, db, "person", people_sql);
  add(image, db, "item", items_sql);
  add(image, db, "assignment", assignments_sql);
  add(image, db, payload_entity, payloads_sql);
  return image;
}

std::vector<std::string> recorded_changes(const std::filesystem::path& file, std::int64_t seq) {
  auto changes = query(file, changes_sql + std::to_string(seq));
  std::ranges::sort(changes);
  return changes;
}

std::int64_t last_seq(const std::filesystem::path& file) {
  return std::stoll(value(file, "SELECT coalesce(max(seq), 0) FROM changes"));
}

} // namespace trainsync::integration
