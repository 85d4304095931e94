// What a client-credentials authorizer knows and decides, without I/O: is there a token, when is it
// renewed, and in which form are the credentials sent next.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trainsync::http {

enum class CredentialForm {
  basic_encoded, // Basic header, id and secret form-encoded before Base64, as RFC 6749 says
  basic_raw,     // Basic header, as they are: what many endpoints expect
  body           // client_id and client_secret as form fields
};

struct TokenGrant {
  std::string token;
  std::chrono::seconds lifetime{3600};
};

class TokenState {
public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // The forms that may be tried, the best first; at least one.
  explicit TokenState(std::vector<CredentialForm> forms);

  // The header's value, until the token is to be renewed: a minute before its end, or a tenth of
  // its life where that is less.
  std::optional<std::string> header(TimePoint now) const;

  // The form for the next request.
  CredentialForm form() const;

  // `asked_at`: when the request was sent. Returns the header's value.
  std::string granted(const TokenGrant& grant, TimePoint asked_at);

  // The endpoint does not know the client. True: ask again at once, in what is now form(). False:
  // none is left, or the form is one that has worked before.
  bool client_refused();

  // See Authorizer::refresh. A token that replaced a refused one is not replaced again within a
  // minute. An empty `refused` stands for the token that is held.
  bool refresh(std::string_view refused, TimePoint now);

private:
  std::vector<CredentialForm> forms_;
  std::size_t form_ = 0;
  std::size_t refusals_ = 0;
  bool form_works_ = false;

  std::string header_; // empty: no token
  TimePoint granted_at_{};
  TimePoint renew_at_{};
  bool forced_ = false;      // the token that is held replaced a refused one
  bool next_forced_ = false; // so will the next one
};

} // namespace trainsync::http
