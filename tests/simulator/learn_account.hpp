// The credentials of the simulated Learn tenant, and how its token endpoint takes them.
#pragma once

#include "tests/simulator/clock.hpp"
#include "tests/simulator/message.hpp"
#include "tests/simulator/rng.hpp"
#include "tests/simulator/target.hpp"

#include <expected>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace trainsync::simulator {

inline constexpr std::string_view default_tenant_id = "eu-west-2_AbcdEfghI";
inline constexpr std::string_view default_api_secret = "learn-secret-of-the-simulator";

// How the token endpoint reads Basic credentials: percent-decoded as RFC 6749 has it, as they are,
// or either way.
enum class BasicForm { form_encoded, raw, either };

// Where it looks for client credentials.
enum class ClientAuth { basic, body, either };

struct LearnAccount {
  std::string tenant_id{default_tenant_id};
  std::string api_secret{default_api_secret};
  std::string client_id;     // empty: the tenant id
  std::string client_secret; // empty: the API secret
  BasicForm basic_form = BasicForm::either;
  ClientAuth client_auth = ClientAuth::either;
  std::set<std::string, std::less<>> scopes{"api/all", "api/read", "api/write"};
  std::chrono::seconds token_lifetime{3600};
  unsigned invalid_client_status = 401; // some token endpoints answer 400
};

// A refused request; the problem is empty where nobody made a mistake (a token that ran out, a form
// to be tried).
struct Refusal {
  unsigned status;
  std::string error; // OAuth's word, or Learn's title of the status
  std::string message;
  std::string problem;
};

// The tokens that were given out.
class LearnTokens {
public:
  // The answer's JSON.
  std::expected<std::string, Refusal> grant(const LearnAccount& account, const Request& request,
                                            Time now);

  // May this Authorization read? Basic with the tenant and its secret may too.
  std::expected<void, Refusal> check_may_read(const LearnAccount& account, const Request& request,
                                              Time now) const;

  // As if the platform had withdrawn them: answered 401 from now on.
  void revoke_all();

private:
  struct Token {
    Time expires;
    std::set<std::string, std::less<>> scopes;
    bool revoked = false;
  };

  std::string issue(const LearnAccount& account, std::set<std::string, std::less<>> scopes,
                    Time now);
  std::expected<void, Refusal> check_token(std::string_view token, Time now) const;

  std::map<std::string, Token, std::less<>> tokens_;
  Rng rng_{20'260'301};
};

} // namespace trainsync::simulator
