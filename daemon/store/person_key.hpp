// Which accounts are one person. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trainsync::store {

// What a user said of accounts that are one person: a normalised e-mail, or SOURCE:ID for one
// account → what stands for the person.
using Aliases = std::map<std::string, std::string>;

// Trimmed and in lower case (ASCII), as people are joined by.
std::string normalise_email(std::string_view email);
// The same in SQL; as the index people_by_email_key has it.
inline constexpr const char* email_key_sql = "lower(trim(email, char(9, 10, 13, 32)))";

// An account, as far as it tells who it is.
struct Identity {
  std::int64_t id = 0; // 0: not in the file yet
  std::string source, source_id;
  std::string email_key; // empty: none
  std::optional<bool> is_active;
  std::string person_key;
  std::optional<std::int64_t> main_account_id;
};

// The account's alias; else its e-mail or that one's alias; else SOURCE:ID. An e-mail that several
// accounts of the source have belongs to the only one of them that is not switched off, and to none
// where there are more: they may be a team's. `sharers`: the other accounts with this e-mail.
std::string person_key(const Identity& account, std::span<const Identity> sharers,
                       const Aliases& aliases);

// Of the accounts of one person, the one that tells of the person as a whole: one that is switched
// on, else one that says that it is off, else any; of several the oldest in the file. Not empty.
const Identity& main_account(std::span<const Identity> accounts);

// Differs where other aliases, or other rules than these, would make other keys.
std::string fingerprint(const Aliases& aliases);

} // namespace trainsync::store
