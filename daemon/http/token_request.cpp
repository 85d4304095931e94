#include "daemon/http/token_request.hpp"

#include "daemon/http/base64.hpp"

#include <cctype>

namespace trainsync::http {

std::string form_encode(std::string_view text) {
  constexpr std::string_view kept = "*-._";
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || kept.contains(c)) {
      encoded += c;
    } else if (c == ' ') {
      encoded += '+';
    } else {
      encoded += {'%', hex[byte >> 4], hex[byte & 15]};
    }
  }
  return encoded;
}

std::vector<CredentialForm> credential_forms(const OAuthOptions& options) {
  if (options.client_auth == ClientAuth::body) {
    return {CredentialForm::body};
  }
  const bool same = form_encode(options.client_id) == options.client_id &&
                    form_encode(options.client_secret) == options.client_secret;
  if (same) {
    return {CredentialForm::basic_encoded};
  }
  return {CredentialForm::basic_encoded, CredentialForm::basic_raw};
}

Request token_request(const OAuthOptions& options, CredentialForm form) {
  Request request;
  request.method = "POST";
  request.url = options.token_url;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                     {"Accept", "application/json"}};
  request.body = "grant_type=client_credentials";
  if (!options.scope.empty()) {
    request.body += "&scope=" + form_encode(options.scope);
  }
  const std::string& id = options.client_id;
  const std::string& secret = options.client_secret;
  switch (form) {
  case CredentialForm::basic_encoded:
    request.headers.emplace_back("Authorization",
                                 "Basic " + base64(form_encode(id) + ":" + form_encode(secret)));
    break;
  case CredentialForm::basic_raw:
    request.headers.emplace_back("Authorization", "Basic " + base64(id + ":" + secret));
    break;
  case CredentialForm::body:
    request.body += "&client_id=" + form_encode(id) + "&client_secret=" + form_encode(secret);
    break;
  }
  return request;
}

} // namespace trainsync::http
