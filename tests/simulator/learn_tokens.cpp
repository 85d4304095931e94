#include "tests/simulator/authorization.hpp"
#include "tests/simulator/learn_account.hpp"
#include "tests/simulator/learn_client.hpp"
#include "tests/simulator/vocabulary.hpp"

#include <nlohmann/json.hpp>

#include <ranges>

namespace trainsync::simulator {
namespace {

using Scopes = std::set<std::string, std::less<>>;

bool is_form(const Request& request) {
  auto type = find_header(request.headers, "Content-Type");
  return type && type->starts_with("application/x-www-form-urlencoded");
}

std::expected<Scopes, Refusal> asked_scopes(const LearnAccount& account, const Form& form) {
  auto text = field(form, "scope");
  if (!text) {
    return account.scopes;
  }
  Scopes scopes;
  for (auto word : *text | std::views::split(' ')) {
    std::string scope(word.begin(), word.end());
    if (!is_one_of(learn_scopes, scope)) {
      return bad_request("invalid_scope", "the scope " + scope + " is not documented");
    }
    if (!account.scopes.contains(scope)) {
      return refuse(400, "invalid_scope", "The client may not have " + scope, "");
    }
    scopes.insert(std::move(scope));
  }
  return scopes;
}

std::expected<void, Refusal> check_form(const Form& form) {
  static constexpr std::array<std::string_view, 4> known{"grant_type", "scope", "client_id",
                                                         "client_secret"};
  for (const auto& [name, value] : form) {
    if (!is_one_of(known, name)) {
      return bad_request("invalid_request",
                         "the form field " + name + " is not one of the grant's");
    }
  }
  auto grant = field(form, "grant_type");
  if (grant != "client_credentials") {
    return bad_request(grant ? "unsupported_grant_type" : "invalid_request",
                       "grant_type is not client_credentials");
  }
  return {};
}

} // namespace

std::string LearnTokens::issue(const LearnAccount& account, Scopes scopes, Time now) {
  static constexpr char letters[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string token = rng_.text(48, letters, sizeof letters - 1);
  tokens_[token] = {now + account.token_lifetime, std::move(scopes)};
  return nlohmann::ordered_json{{"access_token", token},
                                {"expires_in", account.token_lifetime.count()},
                                {"token_type", "Bearer"}}
      .dump();
}

std::expected<std::string, Refusal> LearnTokens::grant(const LearnAccount& account,
                                                       const Request& request, Time now) {
  auto form = parse_form(request.body);
  if (!is_form(request) || !form) {
    return bad_request("invalid_request", "the body is not application/x-www-form-urlencoded");
  }
  if (auto right = check_form(*form); !right) {
    return std::unexpected(right.error());
  }
  if (auto known = check_client(account, request, *form); !known) {
    return std::unexpected(known.error());
  }
  auto scopes = asked_scopes(account, *form);
  if (!scopes) {
    return std::unexpected(scopes.error());
  }
  return issue(account, *std::move(scopes), now);
}

std::expected<void, Refusal> LearnTokens::check_token(std::string_view token, Time now) const {
  auto known = tokens_.find(token);
  if (known == tokens_.end()) {
    return refuse(401, "Unauthorized", "The token is not known", "the token was never given out");
  }
  if (known->second.revoked || known->second.expires <= now) {
    return refuse(401, "Unauthorized", "The token has expired", "");
  }
  if (!known->second.scopes.contains("api/all") && !known->second.scopes.contains("api/read")) {
    return refuse(403, "Forbidden", "The token's scopes do not allow this",
                  "the token has neither api/all nor api/read");
  }
  return {};
}

std::expected<void, Refusal> LearnTokens::check_may_read(const LearnAccount& account,
                                                         const Request& request, Time now) const {
  auto header = find_header(request.headers, "Authorization");
  if (!header) {
    return refuse(401, "Unauthorized", "Credentials are missing",
                  "the header Authorization is missing");
  }
  if (auto token = bearer_token(*header)) {
    return check_token(*token, now);
  }
  auto credentials = basic_credentials(*header);
  if (!credentials || credentials->user != account.tenant_id ||
      credentials->password != account.api_secret) {
    return refuse(401, "Unauthorized", "The credentials are wrong",
                  "the header Authorization is neither a token nor the tenant id and API secret");
  }
  return {};
}

void LearnTokens::revoke_all() {
  for (Token& token : tokens_ | std::views::values) {
    token.revoked = true;
  }
}

} // namespace trainsync::simulator
