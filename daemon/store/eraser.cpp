#include "daemon/store/eraser.hpp"

#include "daemon/store/directory.hpp"
#include "daemon/store/forgotten.hpp"
#include "daemon/store/mentions.hpp"

#include <SQLiteCpp/Column.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace trainsync::store {
namespace {

constexpr std::size_t shortest_ref = 4; // that tells a person; "1" may be anything

constexpr const char* erased_message = "a message that named a forgotten person";

std::string lower(std::string_view text) {
  return normalise_email(text);
}

} // namespace

struct Eraser::Traces {
  std::string source;
  std::set<std::string> accounts, enrolments; // source ids
  std::set<std::string> emails;
  // What tells the person in a record that could not be read.
  std::set<std::string> refs;
  std::set<std::pair<std::string, std::string>> full_names;

  bool has_id(const std::string& text) const {
    return accounts.contains(text) || enrolments.contains(text);
  }
  bool names(std::string_view view) const {
    const std::string text(view);
    return (has_id(text) && is_telling_id(text)) || emails.contains(lower(text));
  }
  Names names() const {
    return [this](std::string_view text) { return names(text); };
  }
  bool are_in_rejected(const std::string& payload) const {
    const auto holds = [&](const std::string& wanted) {
      return mentions(payload, [&](std::string_view text) { return text == wanted; });
    };
    return mentions(payload,
                    [this](std::string_view text) {
                      return names(text) || refs.contains(std::string(text));
                    }) ||
           std::ranges::any_of(full_names, [&](const auto& name) {
             return holds(name.first) && holds(name.second);
           });
  }
  // Of what can be searched for anywhere, in lower case.
  std::vector<std::string> needles() const {
    std::vector<std::string> needles(emails.begin(), emails.end());
    for (const std::string& id : accounts)
      if (is_telling_id(id))
        needles.push_back(lower(id));
    return needles;
  }
};

std::map<std::string, Erased> Eraser::erase(const Observation& seen,
                                            const ForgottenPerson& person) {
  std::map<std::string, Traces> traces;
  SQLite::Statement sources(db_, "SELECT name FROM sources");
  while (sources.executeStep()) {
    const std::string name = sources.getColumn(0).getString();
    traces[name] = {name, {}, {}, person.emails, {}, {}};
  }
  sources.reset();
  std::map<std::string, Erased> erased;
  for (const Account& account : person.accounts) {
    Erased& sum = erased[account.source];
    const Erased rows = erase_account(seen, account, traces[account.source]);
    sum.accounts += rows.accounts;
    sum.enrolments += rows.enrolments;
    sum.history += rows.history;
    sum.periods += rows.periods;
    sum.payloads += rows.payloads;
    sum.changes += rows.changes;
    sum.held += rows.held;
  }
  for (auto& [source, of_source] : traces)
    erase_elsewhere(seen, of_source, erased[source]);
  // An e-mail may have become somebody's own: the next run looks at all of them (PeopleTable).
  db_.exec("DELETE FROM meta WHERE key = 'person_keys'");
  return erased;
}

std::int64_t Eraser::run(const char* sql, std::int64_t id) {
  SQLite::Statement statement(db_, sql);
  statement.bind(1, id);
  return statement.exec();
}

Erased Eraser::erase_account(const Observation& seen, const Account& account, Traces& traces) {
  traces.accounts.insert(account.source_id);
  if (account.ref.size() >= shortest_ref)
    traces.refs.insert(account.ref);
  if (!account.first_name.empty() && !account.last_name.empty())
    traces.full_names.emplace(account.first_name, account.last_name);
  Erased erased;
  if (account.id == 0)
    return erased;
  std::vector<std::int64_t> enrolments;
  SQLite::Statement query(db_, "SELECT id, source_id FROM enrolments WHERE person_id = ?");
  query.bind(1, account.id);
  while (query.executeStep()) {
    enrolments.push_back(query.getColumn(0).getInt64());
    traces.enrolments.insert(query.getColumn(1).getString());
  }
  query.reset();
  for (const std::int64_t id : enrolments) {
    erased.changes += run("DELETE FROM changes WHERE entity = 'enrolment_history' AND entity_id IN "
                          "(SELECT id FROM enrolment_history WHERE enrolment_id = ?)",
                          id);
    erased.changes += run("DELETE FROM changes WHERE entity = 'enrolment' AND entity_id = ?", id);
    erased.history += run("DELETE FROM enrolment_history WHERE enrolment_id = ?", id);
    erased.periods += run("DELETE FROM status_periods WHERE enrolment_id = ?", id);
    erased.payloads += run("DELETE FROM enrolment_payloads WHERE enrolment_id = ?", id);
    erased.held += run("DELETE FROM held_deletions WHERE enrolment_id = ?", id);
    erased.enrolments += run("DELETE FROM enrolments WHERE id = ?", id);
    recorder_.erased(seen, "enrolment", id);
  }
  erased.changes +=
      run("DELETE FROM changes WHERE entity = 'person' AND entity_id = ?", account.id);
  erased.accounts += run("DELETE FROM people WHERE id = ?", account.id);
  recorder_.erased(seen, "person", account.id);
  return erased;
}

void Eraser::erase_elsewhere(const Observation& seen, Traces& traces, Erased& erased) {
  erased.rejected += erase_rejected(traces);
  hide_in_walks(traces);
  hide_in_filters(traces);
  leave_managers(seen, traces);
  redact_extras(seen, traces);
  redact_payloads(traces);
  erased.changes += redact_changes(traces);
  redact_messages(traces);
}

void Eraser::hide_in_walks(const Traces& traces) {
  SQLite::Statement query(db_,
                          "SELECT w.id, w.source_ids FROM walk_pages AS w JOIN sync_streams AS t "
                          "ON t.id = w.stream_id WHERE t.source = ?");
  query.bind(1, traces.source);
  std::vector<std::pair<std::int64_t, std::string>> hidden;
  while (query.executeStep()) {
    auto ids =
        nlohmann::json::parse(query.getColumn(1).getString()).get<std::vector<std::string>>();
    bool any = false;
    for (std::string& id : ids)
      if (traces.has_id(id)) {
        id = Forgotten::row_pseudonym(key_, traces.source, id);
        any = true;
      }
    if (any)
      hidden.emplace_back(query.getColumn(0).getInt64(), nlohmann::json(ids).dump());
  }
  query.reset();
  SQLite::Statement update(db_, "UPDATE walk_pages SET source_ids = ? WHERE id = ?");
  for (const auto& [id, source_ids] : hidden) {
    update.bind(1, source_ids);
    update.bind(2, id);
    update.exec();
    update.reset();
  }
}

// An entry stays, so that the rows outside the filter stay outside of it.
void Eraser::hide_in_filters(const Traces& traces) {
  SQLite::Statement query(db_, "SELECT filters FROM sources WHERE name = ?");
  query.bind(1, traces.source);
  if (!query.executeStep())
    return;
  nlohmann::json filters = nlohmann::json::parse(query.getColumn(0).getString(), nullptr, false);
  query.reset();
  bool any = false;
  for (const char* list : {"user_ids", "user_emails"})
    if (filters.is_object() && filters.contains(list) && filters[list].is_array())
      for (nlohmann::json& entry : filters[list]) {
        const std::string text = entry.is_string() ? entry.get<std::string>() : std::string();
        if (!traces.has_id(text) && !traces.emails.contains(lower(text)))
          continue;
        entry = Forgotten::row_pseudonym(key_, traces.source, text);
        any = true;
      }
  if (!any)
    return;
  SQLite::Statement update(db_, "UPDATE sources SET filters = ? WHERE name = ?");
  update.bind(1, filters.dump());
  update.bind(2, traces.source);
  update.exec();
}

// Their ids are the person's too from here on.
std::int64_t Eraser::erase_rejected(Traces& traces) {
  SQLite::Statement query(
      db_, "SELECT id, coalesce(source_id, ''), payload FROM rejected_records WHERE source = ?");
  query.bind(1, traces.source);
  std::vector<std::int64_t> named;
  while (query.executeStep()) {
    const std::string source_id = query.getColumn(1).getString();
    if (!traces.has_id(source_id) && !traces.are_in_rejected(query.getColumn(2).getString()))
      continue;
    named.push_back(query.getColumn(0).getInt64());
    if (!source_id.empty())
      traces.enrolments.insert(source_id);
  }
  query.reset();
  for (const std::int64_t id : named)
    run("DELETE FROM rejected_records WHERE id = ?", id);
  return std::ssize(named);
}

void Eraser::leave_managers(const Observation& seen, const Traces& traces) {
  erase_managers_names(seen, traces);
  SQLite::Statement update(db_, "UPDATE people SET manager_source_id = NULL "
                                "WHERE source = ? AND manager_source_id = ? RETURNING id");
  for (const std::string& account : traces.accounts) {
    update.bind(1, traces.source);
    update.bind(2, account);
    while (update.executeStep())
      recorder_.changed(seen, "person", update.getColumn(0).getInt64(), "manager_source_id",
                        Value(), Value());
    update.reset();
    for (const char* column : {"old_value", "new_value"}) {
      SQLite::Statement past(db_,
                             std::string("UPDATE changes SET ") + column +
                                 " = NULL WHERE field = 'manager_source_id' AND " + column +
                                 " = ? AND entity_id IN (SELECT id FROM people WHERE source = ?)");
      past.bind(1, account);
      past.bind(2, traces.source);
      past.exec();
    }
  }
}

// Of all whom the person manages or once managed: their managers' names, past ones too, since a
// name does not tell whose it is.
void Eraser::erase_managers_names(const Observation& seen, const Traces& traces) {
  SQLite::Statement managed(
      db_, "SELECT id, manager_source_id = ?1 FROM people WHERE source = ?2 AND (manager_source_id "
           "= ?1 OR id IN (SELECT entity_id FROM changes WHERE entity = 'person' AND field = "
           "'manager_source_id' AND ?1 IN (old_value, new_value)))");
  for (const std::string& account : traces.accounts) {
    std::vector<std::pair<std::int64_t, bool>> people;
    managed.bind(1, account);
    managed.bind(2, traces.source);
    while (managed.executeStep())
      people.emplace_back(managed.getColumn(0).getInt64(), managed.getColumn(1).getInt() != 0);
    managed.reset();
    for (const auto& [id, is_managed] : people) {
      run("UPDATE changes SET old_value = NULL, new_value = NULL WHERE entity = 'person' AND "
          "entity_id = ? AND field = 'manager'",
          id);
      if (is_managed &&
          run("UPDATE people SET manager = NULL WHERE id = ? AND manager IS NOT NULL", id) > 0)
        recorder_.changed(seen, "person", id, "manager", Value(), Value());
    }
  }
}

// The rows of `select` (an id and a text) whose text may name the person.
std::vector<std::pair<std::int64_t, std::string>>
Eraser::naming(const std::string& select, const std::string& column, const Traces& traces) {
  std::vector<std::pair<std::int64_t, std::string>> rows;
  const std::vector<std::string> needles = traces.needles();
  if (needles.empty())
    return rows;
  std::string sql = select + " AND (0";
  for (std::size_t i = 0; i < needles.size(); ++i)
    sql += " OR instr(lower(" + column + "), ?)";
  SQLite::Statement query(db_, sql + ")");
  for (std::size_t i = 0; i < needles.size(); ++i)
    query.bind(static_cast<int>(i) + 1, needles[i]);
  while (query.executeStep())
    rows.emplace_back(query.getColumn(0).getInt64(), query.getColumn(1).getString());
  return rows;
}

void Eraser::redact_extras(const Observation& seen, const Traces& traces) {
  constexpr std::pair<const char*, const char*> tables[] = {
      {"people", "person"}, {"items", "item"}, {"assignments", "assignment"}};
  for (const auto& [table, entity] : tables)
    for (const auto& [id, extra] :
         naming(std::string("SELECT id, extra FROM ") + table + " WHERE extra IS NOT NULL", "extra",
                traces)) {
      const auto redacted = without_mentions(extra, traces.names());
      if (!redacted)
        continue;
      SQLite::Statement update(db_, std::string("UPDATE ") + table + " SET extra = ? WHERE id = ?");
      update.bind(1, *redacted);
      update.bind(2, id);
      update.exec();
      recorder_.changed(seen, entity, id, "extra", Value(), Value(*redacted));
    }
}

void Eraser::redact_payloads(const Traces& traces) {
  SQLite::Statement update(db_, "UPDATE enrolment_payloads SET payload = ? WHERE enrolment_id = ?");
  for (const auto& [id, payload] :
       naming("SELECT enrolment_id, payload FROM enrolment_payloads WHERE 1", "payload", traces)) {
    const auto redacted = without_mentions(payload, traces.names());
    if (!redacted)
      continue;
    update.reset();
    update.bind(1, *redacted);
    update.bind(2, id);
    update.exec();
  }
}

// What others' rows once held: this person as a manager, or an e-mail that was theirs.
std::int64_t Eraser::redact_changes(const Traces& traces) {
  std::int64_t count = 0;
  for (const char* column : {"old_value", "new_value"}) {
    const std::string name(column);
    const std::string set = "UPDATE changes SET " + name + " = NULL WHERE seq = ?";
    for (const auto& [seq, value] :
         naming("SELECT seq, " + name +
                    " FROM changes WHERE field IN ('email', 'person_key', "
                    "'manager_source_id', 'extra') AND " +
                    name + " IS NOT NULL",
                name, traces))
      if (traces.names(value) || mentions(value, traces.names()))
        count += run(set.c_str(), seq);
  }
  return count;
}

void Eraser::redact_messages(const Traces& traces) {
  constexpr std::pair<const char*, const char*> columns[] = {
      {"sync_runs", "error"}, {"sync_streams", "last_error"}, {"sync_streams", "remark"}};
  for (const auto& [table, column] : columns)
    for (const auto& [id, text] : naming(std::string("SELECT id, ") + column + " FROM " + table +
                                             " WHERE " + column + " IS NOT NULL",
                                         column, traces)) {
      SQLite::Statement update(db_, std::string("UPDATE ") + table + " SET " + column +
                                        " = ? WHERE id = ?");
      update.bind(1, erased_message);
      update.bind(2, id);
      update.exec();
    }
}

} // namespace trainsync::store
