// The accounts of people, and which of them are one person. What follows from several rows is kept
// up to date as each is written: the person's key, the account that tells of the person, and the
// manager's name. The caller holds the transaction.
#pragma once

#include "daemon/store/person_key.hpp"
#include "daemon/store/record_table.hpp"

#include <set>

namespace trainsync::store {

class PeopleTable {
public:
  PeopleTable(SQLite::Database& db, Recorder& recorder, Aliases aliases);

  // Without details, the row is made where there is none.
  void describe(const Observation& seen, const std::string& source, const model::Person& person);
  // The row's id, made where there is none.
  std::int64_t id_of(const Observation& seen, const std::string& source, const std::string& id);
  std::optional<std::int64_t> find_id(const std::string& source, const std::string& id) {
    return rows_.find_id(source, id);
  }
  // Makes all keys anew where the aliases, or the rules, are not those that the file was left with.
  void settle_all(const Observation& seen);

private:
  using Keys = std::set<std::string>;
  // One that follows from other rows.
  struct Column {
    const char* name;
    SQLite::Statement update;
  };

  std::vector<Value> values_of(const std::string& source, const model::PersonDetails& details);
  Value name_of_manager(const std::string& source, const model::Text& manager);
  Identity insert(const Observation& seen, Identity account, std::vector<Value> values);
  Identity update(const Observation& seen, const RecordTable::Found& found, Identity account,
                  std::vector<Value> values);
  void settle_others(const Observation& seen, const Identity& before, const Identity& after);
  void settle_key(const Observation& seen, const Identity& account, Keys& touched);
  void settle_main_account(const Observation& seen, const std::string& key);
  void rename_manager(const Observation& seen, const Identity& manager);
  void set(const Observation& seen, Column& column, std::int64_t id, const Value& before,
           const Value& after);
  std::string key_of(const Identity& account);
  // The other accounts with this e-mail on the account's source.
  std::vector<Identity> sharers(const Identity& account, const std::string& email_key);

  SQLite::Database& db_;
  Recorder& recorder_;
  Aliases aliases_;
  RecordTable rows_;
  SQLite::Statement by_email_, by_key_, manager_, reports_;
  Column key_, main_account_, manager_name_;
};

} // namespace trainsync::store
