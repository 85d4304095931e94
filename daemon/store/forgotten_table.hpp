// The list of forgotten people in the file. The caller holds the transaction.
#pragma once

#include "daemon/store/forgotten.hpp"
#include "daemon/store/value.hpp"

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <memory>
#include <stdexcept>

namespace trainsync::store {

// The file has forgotten people, but the key to know them by is not to be had. Nothing may be
// stored then, or they would come back. Says what to do.
class NoForgetKey : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

class ForgottenTable {
public:
  // The key lies beside `database`, or (empty) beside the file itself: a copy may have it
  // elsewhere.
  explicit ForgottenTable(SQLite::Database& db, const std::filesystem::path& database = {});

  // As it stands now, also where another process has changed it. Throws NoForgetKey.
  std::shared_ptr<const Forgotten> current();

  // The key to write with, made where there is none. Throws NoForgetKey.
  ForgetKey key_to_write();
  // The number of the person that one of these hashes stands for, if any does.
  std::optional<std::int64_t> person_of(const std::vector<std::string>& hashes);
  std::int64_t new_person();
  void add(std::int64_t person, const char* kind, const std::string& hash, model::Stamp at);
  // How many accounts and e-mails of the person were in the list.
  std::int64_t remove(std::int64_t person);
  std::int64_t remove_all();

  // What was erased may still be found among the bytes that the file does not use.
  void set_unfinished(model::Stamp since);
  void set_finished();
  bool is_unfinished();

private:
  ForgetKey checked_key();
  void set_meta(const char* key, const std::string& value);
  std::optional<std::string> meta(const char* key);
  std::pair<std::int64_t, std::int64_t> version();

  SQLite::Database& db_;
  SQLite::Statement version_query_;
  std::filesystem::path path_;
  std::pair<std::int64_t, std::int64_t> version_{0, 0}; // of `current_`
  std::shared_ptr<const Forgotten> current_ = std::make_shared<const Forgotten>();
};

} // namespace trainsync::store
