#include "daemon/store/person_key.hpp"

#include <algorithm>

namespace trainsync::store {
namespace {

constexpr std::string_view rules = "1"; // raise it where the functions here change

bool is_off(const Identity& account) {
  return account.is_active == false;
}

bool holds_its_email(const Identity& account, std::span<const Identity> sharers) {
  return sharers.empty() || (!is_off(account) && std::ranges::all_of(sharers, is_off));
}

std::pair<int, std::int64_t> order(const Identity& account) {
  const int says = !account.is_active ? 2 : *account.is_active ? 0 : 1;
  return {says, account.id};
}

} // namespace

std::string normalise_email(std::string_view email) {
  const auto first = email.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos)
    return {};
  std::string trimmed(email.substr(first, email.find_last_not_of(" \t\r\n") - first + 1));
  std::ranges::transform(trimmed, trimmed.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return trimmed;
}

std::string person_key(const Identity& account, std::span<const Identity> sharers,
                       const Aliases& aliases) {
  const std::string itself = account.source + ":" + account.source_id;
  if (const auto alias = aliases.find(itself); alias != aliases.end())
    return alias->second;
  if (account.email_key.empty() || !holds_its_email(account, sharers))
    return itself;
  const auto alias = aliases.find(account.email_key);
  return alias == aliases.end() ? account.email_key : alias->second;
}

const Identity& main_account(std::span<const Identity> accounts) {
  return *std::ranges::min_element(accounts, {}, order);
}

std::string fingerprint(const Aliases& aliases) {
  std::uint64_t hash = 14695981039346656037u; // FNV-1a, the same on every machine
  const auto add = [&](std::string_view text) {
    for (const char c : text)
      hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    hash = (hash ^ '\n') * 1099511628211u;
  };
  add(rules);
  for (const auto& [other, first] : aliases) {
    add(other);
    add(first);
  }
  return std::to_string(hash);
}

} // namespace trainsync::store
