// Who was forgotten, as keyed hashes of their accounts and e-mails, and how a page that the
// platform sent loses them before it is stored. Immutable, so that any thread may ask.
#pragma once

#include "daemon/model/pass.hpp"
#include "daemon/store/forget_key.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace trainsync::store {

class Forgotten {
public:
  Forgotten() = default; // nobody
  Forgotten(const ForgetKey& key, std::set<std::string> hashes)
      : key_(key), hashes_(std::move(hashes)) {}

  static std::string account_hash(const ForgetKey& key, const std::string& source,
                                  const std::string& source_id);
  static std::string email_hash(const ForgetKey& key, const std::string& email);
  // What stands for a row's id among the ids that a walk has shown: no id, but as distinct as one.
  static std::string row_pseudonym(const ForgetKey& key, const std::string& source,
                                   const std::string& id);

  bool nobody() const { return hashes_.empty(); }
  const std::optional<ForgetKey>& key() const { return key_; }

  // An account that is not in the list, but has an e-mail that is.
  struct NewAccount {
    std::string source_id, email;
  };
  struct Screened {
    std::int64_t enrolments = 0; // taken out
    std::vector<NewAccount> new_accounts;
  };
  // Takes forgotten people, their enrolments and what could not be read of them out of the page,
  // and their names out of the rest. The page's ids stay as many, and as distinct, as they were.
  Screened screen(const std::string& source, model::Page& page) const;
  // Only replaces their ids in the list of the page's ids, as `screen` does.
  void hide_ids(const std::string& source, model::Page& page) const;

private:
  class Screen;

  bool has_account(const std::string& source, const std::string& source_id) const;
  bool has_email(const std::string& email) const;

  std::optional<ForgetKey> key_;
  std::set<std::string> hashes_;
};

// Whether this is long enough, and of the kind, that in another record it can only be this id.
bool is_telling_id(std::string_view text);

} // namespace trainsync::store
