#include "daemon/store/forgetting.hpp"

#include "daemon/store/mentions.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Transaction.h>

#include <algorithm>

namespace trainsync::store {
namespace {

using Transaction = SQLite::Transaction;
constexpr auto immediate = SQLite::TransactionBehavior::IMMEDIATE;

constexpr const char* is_number = "CAST(id AS TEXT) = ?1";

// The accounts whose e-mail was ?1 before, as the log of changes has it.
constexpr const char* had_email =
    "id IN (SELECT entity_id FROM changes WHERE entity = 'person' AND field = 'email' AND "
    "lower(trim(old_value, char(9, 10, 13, 32))) = ?1)";

bool is_email(const std::string& who) {
  return who.find('@') != std::string::npos;
}

NoPerson one_of(const std::vector<Account>& accounts) {
  NoPerson several;
  for (const Account& account : accounts)
    several.choices.push_back(account.source + ":" + account.source_id +
                              (account.email.empty() ? "" : " (" + account.email + ")"));
  return several;
}

std::string email_is(const char* parameter) {
  return std::string(email_key_sql) + " = " + parameter;
}

} // namespace

Forgetting::Forgetting(SQLite::Database& db, Aliases aliases)
    : db_(db), recorder_(db), table_(db), aliases_(std::move(aliases)) {}

std::string Forgetting::alias_of(const std::string& email) const {
  const auto alias = aliases_.find(email);
  return alias == aliases_.end() ? email : alias->second;
}

void Forgetting::add_aliases(std::set<std::string>& emails) const {
  std::set<std::string> all = emails;
  for (const std::string& email : emails) {
    const std::string main = alias_of(email);
    all.insert(main);
    for (const auto& [other, stands_for] : aliases_)
      if (stands_for == main)
        all.insert(other);
  }
  std::erase_if(all, [](const std::string& alias) { return !is_email(alias); });
  emails = std::move(all);
}

std::vector<Account> Forgetting::accounts(const std::string& where,
                                          const std::vector<std::string>& values) {
  std::vector<Account> found;
  SQLite::Statement query(
      db_, std::string("SELECT id, source, source_id, coalesce(email, ''), "
                       "coalesce(first_name, ''), coalesce(last_name, ''), coalesce(ref, ''), "
                       "person_key FROM people WHERE ") +
               where + " ORDER BY source, id");
  int index = 0;
  for (const std::string& value : values)
    query.bind(++index, value);
  while (query.executeStep()) {
    const auto text = [&](int column) { return query.getColumn(column).getString(); };
    found.push_back({query.getColumn(0).getInt64(), text(1), text(2), text(3), text(4), text(5),
                     text(6), text(7)});
  }
  return found;
}

std::set<std::string> Forgetting::keys_of(const std::string& who) {
  std::set<std::string> keys;
  const auto add = [&](const std::vector<Account>& found) {
    for (const Account& account : found)
      keys.insert(account.person_key);
  };
  if (is_email(who)) {
    const std::string email = normalise_email(who);
    add(accounts("person_key = ?1 OR " + email_is("?2"), {alias_of(email), email}));
  }
  if (keys.empty())
    add(accounts("source || ':' || source_id = ?1", {who}));
  if (keys.empty())
    add(accounts("source_id = ?1", {who}));
  if (!keys.empty() && !is_email(who))
    add(accounts(is_number, {who}));
  return keys;
}

// Several accounts of a source have the e-mail, and it is not told which of them is meant
// (person_key.hpp).
bool Forgetting::is_ambiguous(const std::string& email, const std::set<std::string>& keys) {
  return keys.size() > 1 &&
         std::ranges::any_of(accounts(email_is("?1"), {email}), [](const Account& account) {
           return account.person_key == account.source + ":" + account.source_id;
         });
}

// Of somebody who stays, too.
bool Forgetting::is_shared(const std::string& email, const std::set<std::string>& keys) {
  return std::ranges::any_of(accounts(email_is("?1"), {email}), [&](const Account& account) {
    return !keys.contains(account.person_key);
  });
}

ForgottenPerson Forgetting::person_of_keys(const std::set<std::string>& keys) {
  ForgottenPerson person;
  for (const std::string& key : keys) {
    for (Account& account : accounts("person_key = ?1", {key})) {
      const std::string email = normalise_email(account.email);
      if (!email.empty() && !is_shared(email, keys))
        person.emails.insert(email);
      person.accounts.push_back(std::move(account));
    }
    if (is_email(key))
      person.emails.insert(key);
  }
  add_aliases(person.emails);
  return person;
}

// Somebody may be known from a record only that could not be read.
ForgottenPerson Forgetting::person_in_rejected(const std::string& who) {
  ForgottenPerson person;
  const std::string email = is_email(who) ? normalise_email(who) : std::string();
  const Names names = [&](std::string_view text) {
    return email.empty() ? text == who : normalise_email(text) == email;
  };
  SQLite::Statement query(db_, "SELECT source, payload FROM rejected_records");
  std::set<std::string> named_on;
  while (query.executeStep())
    if (mentions(query.getColumn(1).getString(), names))
      named_on.insert(query.getColumn(0).getString());
  if (!email.empty() && !named_on.empty())
    person.emails.insert(email);
  else if (email.empty() && is_telling_id(who))
    for (const std::string& source : named_on)
      person.accounts.push_back({.source = source, .source_id = who});
  add_aliases(person.emails);
  return person;
}

std::expected<ForgottenPerson, NoPerson> Forgetting::find(const std::string& who) {
  const std::set<std::string> keys = keys_of(who);
  if (keys.empty())
    return find_otherwise(who);
  if (is_email(who) ? is_ambiguous(normalise_email(who), keys) : keys.size() > 1)
    return std::unexpected(
        one_of(is_email(who) ? accounts(email_is("?1"), {normalise_email(who)})
                             : accounts("source_id = ?1 OR CAST(id AS TEXT) = ?1", {who})));
  return person_of_keys(keys);
}

// Whom nothing names now: who had the e-mail before, or stands in a rejected record only.
std::expected<ForgottenPerson, NoPerson> Forgetting::find_otherwise(const std::string& who) {
  const std::string email = is_email(who) ? normalise_email(who) : std::string();
  const auto before = email.empty() ? std::vector<Account>() : accounts(had_email, {email});
  std::set<std::string> keys;
  for (const Account& account : before)
    keys.insert(account.person_key);
  if (keys.size() > 1)
    return std::unexpected(one_of(before));
  ForgottenPerson person = keys.empty() ? person_in_rejected(who) : person_of_keys(keys);
  if (!keys.empty())
    person.emails.insert(email);
  if (!person.accounts.empty() || !person.emails.empty())
    return person;
  NoPerson nobody = one_of(accounts(is_number, {who}));
  nobody.by_number = !nobody.choices.empty();
  return std::unexpected(std::move(nobody));
}

std::vector<std::string> hashes_of(SQLite::Database& db, const ForgetKey& key,
                                   const std::string& who) {
  std::vector<std::string> hashes;
  if (is_email(who))
    hashes.push_back(Forgotten::email_hash(key, who));
  SQLite::Statement sources(db, "SELECT name FROM sources");
  while (sources.executeStep()) {
    const std::string source = sources.getColumn(0).getString();
    hashes.push_back(Forgotten::account_hash(key, source, who));
    if (who.starts_with(source + ":"))
      hashes.push_back(Forgotten::account_hash(key, source, who.substr(source.size() + 1)));
  }
  return hashes;
}

void Forgetting::remember(const ForgottenPerson& person, const ForgetKey& key, model::Stamp at) {
  std::vector<std::pair<const char*, std::string>> list;
  for (const Account& account : person.accounts)
    list.emplace_back("account", Forgotten::account_hash(key, account.source, account.source_id));
  for (const std::string& email : person.emails)
    list.emplace_back("email", Forgotten::email_hash(key, email));
  std::vector<std::string> hashes;
  for (const auto& [kind, hash] : list)
    hashes.push_back(hash);
  const auto known = table_.person_of(hashes);
  const std::int64_t number = known ? *known : table_.new_person();
  for (const auto& [kind, hash] : list)
    table_.add(number, kind, hash, at);
}

std::expected<Forgot, NoPerson> Forgetting::forget(const std::string& who, model::Stamp at) {
  Transaction transaction(db_, immediate);
  const auto person = find(who);
  if (!person) {
    const auto list = table_.current();
    if (!person.error().choices.empty() || list->nobody() ||
        !table_.person_of(hashes_of(db_, *list->key(), who)))
      return std::unexpected(person.error());
    Forgot before;
    before.already = true;
    return before;
  }
  const ForgetKey key = table_.key_to_write();
  remember(*person, key, at);
  Forgot forgot;
  forgot.erased = Eraser(db_, recorder_, key).erase({0, at}, *person);
  forgot.emails = person->emails;
  for (const Account& account : person->accounts)
    forgot.ids.insert(account.source_id);
  table_.set_unfinished(at);
  transaction.commit();
  return forgot;
}

std::int64_t Forgetting::undo(const std::string& who) {
  Transaction transaction(db_, immediate);
  const auto list = table_.current();
  const auto person =
      list->nobody() ? std::nullopt : table_.person_of(hashes_of(db_, *list->key(), who));
  const std::int64_t count = person ? table_.remove(*person) : 0;
  transaction.commit();
  return count;
}

std::int64_t Forgetting::undo_all() {
  Transaction transaction(db_, immediate);
  const std::int64_t count = table_.remove_all();
  transaction.commit();
  return count;
}

} // namespace trainsync::store
