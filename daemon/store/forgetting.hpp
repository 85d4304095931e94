// Forgets a person, or lifts that again. Works beside the one writer: each call is one transaction.
// Throws SQLite::Exception where SQLite fails, and NoForgetKey. May be used from one thread at a
// time.
#pragma once

#include "daemon/store/directory.hpp"
#include "daemon/store/eraser.hpp"
#include "daemon/store/forgotten_table.hpp"

#include <expected>

namespace trainsync::store {

struct Forgot {
  std::map<std::string, Erased> erased; // by source
  std::set<std::string> emails;         // normalised; for telling where else they stand
  std::set<std::string> ids;            // the platforms' own
  bool already = false;                 // was forgotten before; nothing was left to erase
};

struct NoPerson {
  std::vector<std::string> choices; // where several are meant: what to say instead, with a hint
  bool by_number = false;           // only an id in the table people, which is no name for anybody
};

// By which `who`, in any form that Forgetting takes, may stand in the list of forgotten people.
std::vector<std::string> hashes_of(SQLite::Database& db, const ForgetKey& key,
                                   const std::string& who);

class Forgetting {
public:
  // `db` as schema::open_writer opens it.
  Forgetting(SQLite::Database& db, Aliases aliases);

  // `who`: an e-mail that the person has or, where nobody has it now, had before; a platform's own
  // id of the person; SOURCE:ID. All accounts of that person go.
  std::expected<Forgot, NoPerson> forget(const std::string& who, model::Stamp at);
  // The person may be stored again; how many accounts and e-mails were in the list. `who` as above.
  std::int64_t undo(const std::string& who);
  std::int64_t undo_all();

  // Whether something that was erased may still be found in bytes that the file does not use.
  bool is_unfinished() { return table_.is_unfinished(); }
  void set_finished() { table_.set_finished(); }

private:
  std::expected<ForgottenPerson, NoPerson> find(const std::string& who);
  std::expected<ForgottenPerson, NoPerson> find_otherwise(const std::string& who);
  bool is_ambiguous(const std::string& email, const std::set<std::string>& keys);
  bool is_shared(const std::string& email, const std::set<std::string>& keys);
  ForgottenPerson person_of_keys(const std::set<std::string>& keys);
  ForgottenPerson person_in_rejected(const std::string& who);
  std::set<std::string> keys_of(const std::string& email);
  std::vector<Account> accounts(const std::string& where, const std::vector<std::string>& values);
  std::string alias_of(const std::string& email) const;
  void add_aliases(std::set<std::string>& emails) const;
  void remember(const ForgottenPerson& person, const ForgetKey& key, model::Stamp at);

  SQLite::Database& db_;
  Recorder recorder_;
  ForgottenTable table_;
  Aliases aliases_;
};

} // namespace trainsync::store
