#include "daemon/http/token_answer.hpp"

#include "daemon/http/message.hpp"
#include "daemon/http/number.hpp"
#include "daemon/http/retry_after.hpp"
#include "daemon/http/small_json.hpp"
#include "daemon/http/status_words.hpp"

#include <algorithm>
#include <string_view>

namespace trainsync::http {
namespace {

using nlohmann::json;

// The answer's text under that name, or nothing.
std::string text_of(const json& document, const char* name) {
  if (!document.is_object()) {
    return {};
  }
  const auto found = document.find(name);
  return found != document.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::chrono::seconds lifetime_of(const json& document) {
  const TokenGrant standard;
  const auto found = document.find("expires_in");
  double seconds = static_cast<double>(standard.lifetime.count());
  if (found != document.end() && found->is_number()) {
    seconds = found->get<double>();
  } else if (found != document.end() && found->is_string()) {
    seconds = number_in<double>(trimmed(found->get_ref<const std::string&>())).value_or(seconds);
  }
  constexpr double year = 365.0 * 24 * 3600;
  return std::chrono::seconds{static_cast<long>(seconds > 0 ? std::min(seconds, year) : 0.0)};
}

bool is_header_text(std::string_view token) {
  return !token.empty() && std::ranges::all_of(token, [](char c) { return c > 0x20 && c < 0x7f; });
}

// OAuth's own words for a refusal; anything else that the body holds is not shown.
std::string known_error(const std::string& error) {
  for (const auto* known : {"invalid_client", "invalid_grant", "invalid_request", "invalid_scope",
                            "unauthorized_client", "unsupported_grant_type"}) {
    if (error == known) {
      return error;
    }
  }
  return {};
}

std::string remedy(const Response& response, const std::string& error, ClientAuth client_auth) {
  const std::string other = client_auth == ClientAuth::basic ? "body" : "basic";
  if (error == "invalid_scope") {
    return "Set scope to one that this client may use.";
  }
  if (error == "unauthorized_client" || error == "unsupported_grant_type") {
    return "Have client credentials allowed for this client, or set auth = \"basic\".";
  }
  if (error == "invalid_client" || response.status == 401) {
    return "Check client_id, tenant_id and api_secret; if they are right, set client_auth = \"" +
           other + "\".";
  }
  if (response.status == 404) {
    return "Check tenant_id, and token_url where it is set.";
  }
  return "Check client_id, scope and token_url; or set client_auth = \"" + other + "\".";
}

bool is_transient(unsigned status) {
  return status == 408 || status == 429 || status >= 500;
}

TokenRefusal refusal(const Response& response, const std::string& error,
                     const std::string& endpoint, ClientAuth client_auth) {
  std::string message =
      "The token endpoint at " + endpoint + " answered " + status_words(response.status);
  TokenRefusal refused;
  if (is_transient(response.status)) {
    message += " instead of a token. It is asked again later.";
    refused.error = {Errc::unavailable, std::move(message), response.status,
                     retry_after(response, std::nullopt)};
    return refused;
  }
  message += (error.empty() ? "" : ", " + error) + ". " + remedy(response, error, client_auth);
  refused.error = {Errc::unauthorized, std::move(message), response.status};
  refused.unknown_client =
      response.status == 401 || (response.status == 400 && error == "invalid_client");
  return refused;
}

std::unexpected<TokenRefusal> unusable(Errc code, const Response& response,
                                       const std::string& endpoint, const std::string& why) {
  return std::unexpected(TokenRefusal{
      {code, "The token endpoint at " + endpoint + " answered " + why, response.status}});
}

} // namespace

std::expected<TokenGrant, TokenRefusal>
read_token_answer(const Response& response, const std::string& endpoint, ClientAuth client_auth) {
  const auto document = small_json(response.body);
  if (response.status < 200 || response.status > 299) {
    return std::unexpected(
        refusal(response, known_error(text_of(document, "error")), endpoint, client_auth));
  }
  TokenGrant grant;
  grant.token = text_of(document, "access_token");
  if (!is_header_text(grant.token)) {
    return unusable(Errc::protocol, response, endpoint,
                    "without an access token. It is asked again; if this stays, check token_url.");
  }
  const bool has_type = document.contains("token_type") && !document["token_type"].is_null();
  if (has_type && !same_word(text_of(document, "token_type"), "bearer")) {
    return unusable(
        Errc::unauthorized, response, endpoint,
        "with a token that is not a bearer token. Set auth = \"basic\", or check token_url.");
  }
  grant.lifetime = lifetime_of(document);
  return grant;
}

} // namespace trainsync::http
