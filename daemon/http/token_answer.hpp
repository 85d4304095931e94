// What the token endpoint answered (RFC 6749, 5). Pure.
#pragma once

#include "daemon/http/auth.hpp"
#include "daemon/http/client.hpp"
#include "daemon/http/token_state.hpp"

#include <expected>
#include <string>

namespace trainsync::http {

struct TokenRefusal {
  Error error;
  bool unknown_client =
      false; // invalid_client, or a 401: the credentials may be wanted in another form
};

// `endpoint`: "host:port", for the message. Errors: Errc::unauthorized for what asking again would
// not change, Errc::unavailable for 408, 429 and 5xx, Errc::protocol for a 2xx without a token. No
// message shows the body.
std::expected<TokenGrant, TokenRefusal>
read_token_answer(const Response& response, const std::string& endpoint, ClientAuth client_auth);

} // namespace trainsync::http
