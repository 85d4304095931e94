// What goes into the Authorization header, and how it is renewed.
#pragma once

#include "daemon/http/client.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace trainsync::http {

// Used from the thread of its client's executor only, by any number of coroutines at once; outlives
// them.
class Authorizer {
public:
  virtual ~Authorizer() = default;

  // The value of the Authorization header: a secret. Fails as Client::send does, and with
  // Errc::unauthorized (permanent) or Errc::unavailable (to be tried again; see Error::retry_after)
  // when a token was asked for in vain.
  virtual boost::asio::awaitable<std::expected<std::string, Error>> authorization() = 0;

  // After a 401: `refused` is the value that was sent. True: ask authorization() again and send the
  // request once more. False: another token would not help, because there is none or because this
  // one is already a fresh one after a 401. When several coroutines were refused the same token, it
  // is renewed once.
  virtual bool refresh(std::string_view refused) = 0;
};

std::unique_ptr<Authorizer> make_basic(std::string_view user, std::string_view secret);
std::unique_ptr<Authorizer> make_bearer(std::string_view token);

// How the token endpoint is told who asks (RFC 6749, 2.3.1).
enum class ClientAuth { basic, body };

struct OAuthOptions {
  std::string token_url{};
  std::string client_id{};
  std::string client_secret{};
  std::string scope{}; // empty: the endpoint's default
  ClientAuth client_auth = ClientAuth::basic;
};

using SteadyClock = std::function<std::chrono::steady_clock::time_point()>;

// OAuth 2 client credentials (RFC 6749, 4.4). The token is kept and renewed shortly before it ends;
// callers that need one at the same time share a request. With ClientAuth::basic, id and secret are
// form-encoded as the RFC says and, where the endpoint does not know the client by that, sent as
// they are; what worked is remembered. `client` outlives it.
std::unique_ptr<Authorizer> make_client_credentials(Client& client, OAuthOptions options,
                                                    SteadyClock now);

} // namespace trainsync::http
