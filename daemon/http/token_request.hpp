// The request for an OAuth 2 token by client credentials (RFC 6749, 4.4.2). Pure.
#pragma once

#include "daemon/http/auth.hpp"
#include "daemon/http/client.hpp"
#include "daemon/http/token_state.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace trainsync::http {

// application/x-www-form-urlencoded: a blank is "+".
std::string form_encode(std::string_view text);

// The forms worth trying, the best first: no second one where encoding changes nothing.
std::vector<CredentialForm> credential_forms(const OAuthOptions& options);

Request token_request(const OAuthOptions& options, CredentialForm form);

} // namespace trainsync::http
