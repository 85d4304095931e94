#include "daemon/cli/explain/dossier.hpp"

#include "daemon/cli/json_text.hpp"
#include "daemon/store/person_key.hpp"

#include <algorithm>
#include <stdexcept>

namespace trainsync::cli {
namespace {

constexpr const char* enrolment_sql = R"sql(
SELECT e.*,
       nullif(trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')), '') AS person,
       p.email, p.source_id AS person_source_id, i.title AS item, i.source_id AS item_source_id,
       a.title AS assignment, a.source_id AS assignment_source_id, s.platform
  FROM enrolments AS e
  JOIN sources AS s ON s.name = e.source
  LEFT JOIN people AS p ON p.id = e.person_id
  LEFT JOIN items AS i ON i.id = e.item_id
  LEFT JOIN assignments AS a ON a.id = e.assignment_id
 WHERE e.id = ?1
)sql";

constexpr const char* payload_sql = R"sql(
SELECT y.payload, y.fetched_at, y.run_id, r.kind AS run_kind, r.started_at AS run_started_at
  FROM enrolment_payloads AS y
  LEFT JOIN sync_runs AS r ON r.id = y.run_id
 WHERE y.enrolment_id = ?1
)sql";

// Those of the row, and of an enrolment's history entries that are still there.
constexpr const char* changes_sql = R"sql(
SELECT c.seq, c.observed_at, c.run_id, r.kind AS run_kind, r.started_at AS run_started_at, c.entity, h.position,
       c.kind, c.field, c.old_value, c.new_value
  FROM (SELECT * FROM changes WHERE entity = ?1 AND entity_id = ?2
         UNION ALL
        SELECT x.*
          FROM enrolment_history AS t
          JOIN changes AS x ON x.entity = 'enrolment_history' AND x.entity_id = t.id
         WHERE ?1 = 'enrolment' AND t.enrolment_id = ?2) AS c
  LEFT JOIN enrolment_history AS h ON c.entity = 'enrolment_history' AND h.id = c.entity_id
  LEFT JOIN sync_runs AS r ON r.id = c.run_id
 ORDER BY c.seq
)sql";

constexpr const char* history_sql = R"sql(
SELECT position, type, completion_id, previous_status, next_status, created_at, updated_at
  FROM enrolment_history
 WHERE enrolment_id = ?1
 ORDER BY position
)sql";

constexpr const char* periods_sql = R"sql(
SELECT status, valid_from, valid_to, evidence
  FROM status_periods
 WHERE enrolment_id = ?1
 ORDER BY valid_from, id
)sql";

constexpr const char* rejected_sql = R"sql(
SELECT source, stream, nullif(assignment_source_id, '') AS assignment_source_id, source_id, reason, run_id,
       first_seen_at, last_seen_at, healed_at, payload
  FROM rejected_records
 WHERE source_id = ?1 AND (?2 IS NULL OR source = ?2)
 ORDER BY id
)sql";

// Of accounts that have another one now.
constexpr const char* earlier_email_sql = R"sql(
SELECT p.id, p.source, p.source_id, c.old_value AS email, max(c.observed_at) AS until
  FROM people AS p
  JOIN changes AS c ON c.entity = 'person' AND c.entity_id = p.id AND c.field = 'email'
 WHERE p.id IN (SELECT value FROM json_each(?1))
   AND lower(trim(c.old_value, char(9, 10, 13, 32))) = ?2
   AND coalesce(lower(trim(p.email, char(9, 10, 13, 32))), '') <> ?2
 GROUP BY p.id
)sql";

// Of the list that the enrolment is on.
constexpr const char* health_sql = R"sql(
SELECT h.stream, h.assignment, h.state, h.last_whole_at, h.what_to_do
  FROM enrolments AS e
  JOIN sources AS s ON s.name = e.source
  LEFT JOIN assignments AS a ON a.id = e.assignment_id
  JOIN sync_health AS h
    ON h.source = e.source
       AND iif(s.platform = 'learn', h.stream = 'enrolments' AND h.assignment = a.source_id,
               h.stream = 'assignments' AND h.state <> 'left_out')
 WHERE e.id = ?1
)sql";

constexpr const char* own_health_sql = R"sql(
SELECT stream, assignment, state, last_whole_at, what_to_do
  FROM sync_health
 WHERE source = ?1 AND stream = 'enrolments' AND assignment = ?2
)sql";

std::string by_status(const std::string& column) {
  return "SELECT status, count(*) AS enrolments, sum(deleted_at IS NOT NULL) AS deleted "
         "FROM enrolments WHERE " +
         column + " = ?1 GROUP BY status ORDER BY status";
}

std::string enrolments_of(const std::string& condition) {
  return "SELECT e.id, e.source, e.source_id, coalesce(i.title, i.source_id) AS item, e.status, "
         "e.due_at, e.changed_at, e.deleted_at FROM people AS p JOIN enrolments AS e "
         "ON e.person_id = p.id LEFT JOIN items AS i ON i.id = e.item_id WHERE " +
         condition + " ORDER BY e.deleted_at IS NOT NULL, e.due_at, e.id";
}

void add_enrolment(SQLite::Database& db, Dossier& dossier) {
  const Match& match = dossier.match;
  const auto add = [&](const char* name, const char* sql) {
    dossier.sections.emplace_back(name, ask(db, sql, {match.id}));
  };
  add("row", enrolment_sql);
  add("held", "SELECT held_since, reason FROM held_deletions WHERE enrolment_id = ?1");
  dossier.sections.emplace_back(
      "rejected", ask(db, rejected_sql, {match.source_id, store::Value(match.source)}));
  add("health", health_sql);
  add("payload", payload_sql);
  dossier.sections.emplace_back("changes",
                                ask(db, changes_sql, {store::Value(match.kind), match.id}));
  add("history", history_sql);
  add("status_periods", periods_sql);
}

// `blank` is for the views.
Table own_row(SQLite::Database& db, const std::string& table, std::int64_t id) {
  Table row = ask(db, "SELECT * FROM " + table + " WHERE id = ?1", {id});
  const auto blank = std::ranges::find(row.columns, "blank") - row.columns.begin();
  row.columns.erase(row.columns.begin() + blank);
  for (std::vector<store::Value>& values : row.rows)
    values.erase(values.begin() + blank);
  return row;
}

const char* table_of(const std::string& kind) {
  return kind == "person" ? "people" : kind == "item" ? "items" : "assignments";
}

} // namespace

const Table& Dossier::section(const std::string& name) const {
  static const Table none;
  for (const auto& [known, table] : sections)
    if (known == name)
      return table;
  return none;
}

Dossier read_dossier(SQLite::Database& db, const Match& match) {
  Dossier dossier{match, {}};
  if (match.kind == "enrolment") {
    add_enrolment(db, dossier);
    return dossier;
  }
  const auto add = [&](const char* name, const std::string& sql,
                       const std::vector<store::Value>& values) {
    dossier.sections.emplace_back(name, ask(db, sql, values));
  };
  dossier.sections.emplace_back("row", own_row(db, table_of(match.kind), match.id));
  add("rejected", rejected_sql, {match.source_id, store::Value(match.source)});
  if (match.kind == "assignment")
    add("health", own_health_sql, {match.source, store::Value(match.source_id)});
  add("changes", changes_sql, {store::Value(match.kind), match.id});
  if (match.kind == "person") {
    add("accounts",
        "SELECT id, source, source_id, email, is_active FROM people WHERE person_key = "
        "(SELECT person_key FROM people WHERE id = ?1) AND id <> ?1",
        {match.id});
    add("enrolments", enrolments_of("p.id = ?1"), {match.id});
  } else {
    add("by_status", by_status(match.kind + "_id"), {match.id});
  }
  return dossier;
}

Dossier read_person(SQLite::Database& db, const std::vector<Match>& accounts,
                    const std::string& email) {
  nlohmann::json ids = nlohmann::json::array();
  for (const Match& account : accounts)
    ids.push_back(account.id);
  const std::string wanted = "p.id IN (SELECT value FROM json_each(?1))";
  Dossier dossier{accounts.front(), {}};
  dossier.match.kind = "e-mail";
  dossier.sections.emplace_back(
      "accounts", ask(db,
                      "SELECT p.id, p.source, p.source_id, p.email, p.first_name, p.last_name, "
                      "p.is_active, p.person_key FROM people AS p WHERE " +
                          wanted,
                      {ids.dump()}));
  dossier.sections.emplace_back("enrolments", ask(db, enrolments_of(wanted), {ids.dump()}));
  dossier.sections.emplace_back(
      "earlier_email",
      ask(db, earlier_email_sql,
          {store::Value(ids.dump()), store::Value(store::normalise_email(email))}));
  return dossier;
}

Table read_rejected(SQLite::Database& db, const ExplainAction& action) {
  return ask(db, rejected_sql, {store::Value(action.id), store::to_value(action.source)});
}

std::string dossier_json(const Dossier& dossier) {
  nlohmann::ordered_json json{{"version", 1}, {"kind", dossier.match.kind}};
  for (const auto& [name, table] : dossier.sections)
    json[name] = json_of(table);
  for (const char* name : {"row", "payload"}) // there is one at most
    if (json.contains(name))
      json[name] = json[name].empty() ? nlohmann::ordered_json() : json[name][0];
  if (json.contains("payload") && json["payload"].is_object())
    json["payload"]["payload"] = nlohmann::ordered_json::parse(
        json["payload"]["payload"].get<std::string>(), nullptr, false);
  return json_text(json);
}

} // namespace trainsync::cli
