// Takes a person out of every table. The caller holds the transaction; the connection must have
// foreign keys and secure_delete on. Reads payloads and the change log from one end to the other.
#pragma once

#include "daemon/store/forget_key.hpp"
#include "daemon/store/recorder.hpp"

#include <map>
#include <set>

namespace trainsync::store {

struct Account {
  std::int64_t id = 0; // in people; 0: not there, but its id is to be looked for elsewhere
  std::string source, source_id;
  // Empty where not known.
  std::string email{}, first_name{}, last_name{}, ref{}, person_key{};
};

struct ForgottenPerson {
  std::vector<Account> accounts;
  std::set<std::string> emails; // normalised
};

// Rows that are gone, of one source.
struct Erased {
  std::int64_t accounts = 0, enrolments = 0, history = 0, periods = 0, payloads = 0, changes = 0,
               rejected = 0, held = 0;
};

class Eraser {
public:
  Eraser(SQLite::Database& db, Recorder& recorder, const ForgetKey& key)
      : db_(db), recorder_(recorder), key_(key) {}

  // By source. Leaves one change of kind `erased` for each account and enrolment.
  std::map<std::string, Erased> erase(const Observation& seen, const ForgottenPerson& person);

private:
  struct Traces; // what the person is known by on one source

  Erased erase_account(const Observation& seen, const Account& account, Traces& traces);
  void erase_elsewhere(const Observation& seen, Traces& traces, Erased& erased);
  void hide_in_walks(const Traces& traces);
  void hide_in_filters(const Traces& traces);
  std::int64_t erase_rejected(Traces& traces);
  void leave_managers(const Observation& seen, const Traces& traces);
  void erase_managers_names(const Observation& seen, const Traces& traces);
  void redact_extras(const Observation& seen, const Traces& traces);
  void redact_payloads(const Traces& traces);
  std::int64_t redact_changes(const Traces& traces);
  void redact_messages(const Traces& traces);

  std::vector<std::pair<std::int64_t, std::string>>
  naming(const std::string& select, const std::string& column, const Traces& traces);
  std::int64_t run(const char* sql, std::int64_t id);

  SQLite::Database& db_;
  Recorder& recorder_;
  const ForgetKey& key_;
};

} // namespace trainsync::store
