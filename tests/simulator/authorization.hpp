// The header Authorization, taken apart and put together.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace trainsync::simulator {

struct Credentials {
  std::string user;
  std::string password;
};

// Of "Basic …"; nothing where it is another scheme or not well-formed.
std::optional<Credentials> basic_credentials(std::string_view authorization);

// Of "Bearer …"; nothing where it is another scheme.
std::optional<std::string> bearer_token(std::string_view authorization);

// "Basic …", for the tests of the simulator itself.
std::string basic_authorization(std::string_view user, std::string_view password);

// As RFC 6749 wants client credentials before they go into Basic; nothing where the text is not so
// encoded.
std::optional<std::string> form_decoded(std::string_view text);

} // namespace trainsync::simulator
