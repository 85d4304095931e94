#include "daemon/store/people_table.hpp"

#include <algorithm>

namespace trainsync::store {
namespace {

const TableShape shape{"people",
                       "person",
                       {"email", "first_name", "last_name", "ref", "role", "is_active",
                        "manager_source_id", "extra", "department", "manager", "person_key"},
                       {},
                       {}};
enum Place : std::size_t { email, first_name, last_name, is_active = 5, person_key_place = 10 };

std::string select_accounts(const std::string& where) {
  return std::string("SELECT id, source, source_id, ") + email_key_sql +
         ", is_active, person_key, main_account_id FROM people " + where;
}

std::optional<std::int64_t> number(SQLite::Statement& row, int index) {
  const SQLite::Column column = row.getColumn(index);
  return column.isNull() ? std::nullopt : std::optional(std::int64_t{column.getInt64()});
}

// The rows of such a query.
std::vector<Identity> accounts(SQLite::Statement& query) {
  std::vector<Identity> found;
  while (query.executeStep()) {
    const auto active = number(query, 4);
    found.push_back({query.getColumn(0).getInt64(), query.getColumn(1).getString(),
                     query.getColumn(2).getString(), query.getColumn(3).getString(),
                     active ? std::optional(*active != 0) : std::nullopt,
                     query.getColumn(5).getString(), number(query, 6)});
  }
  query.tryReset();
  return found;
}

std::string text_of(const Value& value) {
  return to_text(value).value_or("");
}

// As the file had it.
Identity before_of(const RecordTable::Found& found, const Identity& account) {
  Identity before = account;
  before.email_key = normalise_email(text_of(found.values[email]));
  before.is_active = std::nullopt;
  if (const auto* flag = std::get_if<std::int64_t>(&found.values[is_active]))
    before.is_active = *flag != 0;
  before.person_key = text_of(found.values[person_key_place]);
  return before;
}

} // namespace

PeopleTable::PeopleTable(SQLite::Database& db, Recorder& recorder, Aliases aliases)
    : db_(db), recorder_(recorder), aliases_(std::move(aliases)), rows_(db, recorder, shape),
      by_email_(db, select_accounts(std::string("WHERE ") + email_key_sql +
                                    " = ? AND source = ? AND id <> ?")),
      by_key_(db, select_accounts("WHERE person_key = ?")),
      manager_(db,
               "SELECT coalesce(nullif(trim(coalesce(first_name, '') || ' ' || coalesce(last_name, "
               "'')), ''), source_id) FROM people WHERE source = ? AND source_id = ?"),
      reports_(db, "SELECT id, manager FROM people WHERE source = ? AND manager_source_id = ?"),
      key_{"person_key", {db, "UPDATE people SET person_key = ? WHERE id = ?"}},
      main_account_{"main_account_id", {db, "UPDATE people SET main_account_id = ? WHERE id = ?"}},
      manager_name_{"manager", {db, "UPDATE people SET manager = ? WHERE id = ?"}} {}

void PeopleTable::describe(const Observation& seen, const std::string& source,
                           const model::Person& person) {
  if (!person.details) {
    id_of(seen, source, person.source_id);
    return;
  }
  const model::PersonDetails& details = *person.details;
  const auto found = rows_.find(source, person.source_id);
  std::vector<Value> values = values_of(source, details);
  if (found && std::equal(values.begin(), values.end(), found->values.begin()))
    return;
  Identity account{found ? found->id : 0,
                   source,
                   person.source_id,
                   normalise_email(details.email.value_or("")),
                   details.is_active,
                   {},
                   {}};
  const bool renamed = !found || found->values[first_name] != values[first_name] ||
                       found->values[last_name] != values[last_name];
  account = found ? update(seen, *found, std::move(account), std::move(values))
                  : insert(seen, std::move(account), std::move(values));
  if (renamed)
    rename_manager(seen, account);
}

std::int64_t PeopleTable::id_of(const Observation& seen, const std::string& source,
                                const std::string& id) {
  if (const auto found = rows_.find_id(source, id))
    return *found;
  return insert(seen, {0, source, id, {}, {}, {}, {}}, values_of(source, {})).id;
}

std::vector<Value> PeopleTable::values_of(const std::string& source,
                                          const model::PersonDetails& details) {
  return {to_value(details.email),
          to_value(details.first_name),
          to_value(details.last_name),
          to_value(details.ref),
          to_value(details.role),
          to_value(details.is_active),
          to_value(details.manager_source_id),
          to_value(details.extra),
          to_value(details.department),
          name_of_manager(source, details.manager_source_id)};
}

Value PeopleTable::name_of_manager(const std::string& source, const model::Text& manager) {
  if (!manager)
    return {};
  manager_.tryReset();
  manager_.bind(1, source);
  manager_.bind(2, *manager);
  Value name = manager_.executeStep() ? column(manager_, 0) : Value(*manager);
  manager_.tryReset();
  return name;
}

Identity PeopleTable::insert(const Observation& seen, Identity account, std::vector<Value> values) {
  account.person_key = key_of(account);
  values.push_back(account.person_key);
  account.id = rows_.insert(seen, account.source, account.source_id, values);
  settle_others(seen, {}, account);
  return account;
}

Identity PeopleTable::update(const Observation& seen, const RecordTable::Found& found,
                             Identity account, std::vector<Value> values) {
  account.person_key = key_of(account);
  values.push_back(account.person_key);
  rows_.update(seen, found, values);
  settle_others(seen, before_of(found, account), account);
  return account;
}

void PeopleTable::settle_others(const Observation& seen, const Identity& before,
                                const Identity& after) {
  const bool same_email = before.email_key == after.email_key;
  if (same_email && before.is_active == after.is_active && before.person_key == after.person_key)
    return;
  Keys touched{before.person_key, after.person_key};
  for (const Identity& other : sharers(after, after.email_key))
    settle_key(seen, other, touched);
  if (!same_email)
    for (const Identity& other : sharers(after, before.email_key))
      settle_key(seen, other, touched);
  for (const std::string& key : touched)
    settle_main_account(seen, key);
}

void PeopleTable::settle_key(const Observation& seen, const Identity& account, Keys& touched) {
  const std::string key = key_of(account);
  if (key == account.person_key)
    return;
  set(seen, key_, account.id, account.person_key, key);
  touched.insert(account.person_key);
  touched.insert(key);
}

void PeopleTable::settle_main_account(const Observation& seen, const std::string& key) {
  by_key_.tryReset();
  by_key_.bind(1, key);
  const std::vector<Identity> person = accounts(by_key_);
  if (person.empty())
    return;
  const std::int64_t main = main_account(person).id;
  for (const Identity& account : person) {
    const auto wanted = account.id == main ? std::nullopt : std::optional(main);
    if (account.main_account_id != wanted)
      set(seen, main_account_, account.id, to_value(account.main_account_id), to_value(wanted));
  }
}

void PeopleTable::rename_manager(const Observation& seen, const Identity& manager) {
  std::vector<std::pair<std::int64_t, Value>> reports;
  reports_.tryReset();
  reports_.bind(1, manager.source);
  reports_.bind(2, manager.source_id);
  while (reports_.executeStep())
    reports.emplace_back(reports_.getColumn(0).getInt64(), column(reports_, 1));
  reports_.tryReset();
  if (reports.empty())
    return;
  const Value name = name_of_manager(manager.source, manager.source_id);
  for (const auto& [id, before] : reports)
    if (before != name)
      set(seen, manager_name_, id, before, name);
}

void PeopleTable::settle_all(const Observation& seen) {
  const std::string rules = fingerprint(aliases_);
  SQLite::Statement kept(db_, "SELECT 1 FROM meta WHERE key = 'person_keys' AND value = ?");
  kept.bind(1, rules);
  if (kept.executeStep())
    return;
  SQLite::Statement all(db_, select_accounts(""));
  Keys touched;
  for (const Identity& account : accounts(all))
    settle_key(seen, account, touched);
  SQLite::Statement several(
      db_, "SELECT person_key FROM people GROUP BY person_key HAVING count(*) > 1");
  while (several.executeStep())
    touched.insert(several.getColumn(0).getString());
  for (const std::string& key : touched)
    settle_main_account(seen, key);
  SQLite::Statement keep(db_, "INSERT INTO meta (key, value) VALUES ('person_keys', ?) "
                              "ON CONFLICT (key) DO UPDATE SET value = excluded.value");
  keep.bind(1, rules);
  keep.exec();
}

void PeopleTable::set(const Observation& seen, Column& column, std::int64_t id, const Value& before,
                      const Value& after) {
  recorder_.changed(seen, shape.entity, id, column.name, before, after);
  column.update.tryReset();
  bind_value(column.update, 1, after);
  column.update.bind(2, id);
  column.update.exec();
}

std::string PeopleTable::key_of(const Identity& account) {
  return person_key(account, sharers(account, account.email_key), aliases_);
}

std::vector<Identity> PeopleTable::sharers(const Identity& account, const std::string& email_key) {
  if (email_key.empty())
    return {};
  by_email_.tryReset();
  by_email_.bind(1, email_key);
  by_email_.bind(2, account.source);
  by_email_.bind(3, account.id);
  return accounts(by_email_);
}

} // namespace trainsync::store
