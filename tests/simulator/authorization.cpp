#include "tests/simulator/authorization.hpp"

#include <boost/url/decode_view.hpp>
#include <boost/url/pct_string_view.hpp>

#include <cstdint>

namespace trainsync::simulator {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string encode(std::string_view bytes) {
  std::string text;
  for (std::size_t begin = 0; begin < bytes.size(); begin += 3) {
    std::string_view group = bytes.substr(begin, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8 | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0u);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text += i <= group.size() ? alphabet[bits >> (18 - 6 * i) & 63u] : '=';
    }
  }
  return text;
}

std::optional<std::string> decode(std::string_view text) {
  if (text.size() % 4 != 0) {
    return std::nullopt;
  }
  std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  text.remove_suffix(padding);
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned waiting = 0;
  for (char letter : text) {
    auto value = alphabet.find(letter);
    if (value == std::string_view::npos) {
      return std::nullopt;
    }
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    waiting += 6;
    if (waiting >= 8) {
      waiting -= 8;
      bytes += static_cast<char>(bits >> waiting & 0xffu);
    }
  }
  return bytes;
}

std::optional<std::string> after_scheme(std::string_view authorization, std::string_view scheme) {
  if (!authorization.starts_with(scheme)) {
    return std::nullopt;
  }
  return std::string(authorization.substr(scheme.size()));
}

} // namespace

std::optional<Credentials> basic_credentials(std::string_view authorization) {
  auto encoded = after_scheme(authorization, "Basic ");
  auto pair = encoded ? decode(*encoded) : std::nullopt;
  auto colon = pair ? pair->find(':') : std::string::npos;
  if (colon == std::string::npos) {
    return std::nullopt;
  }
  return Credentials{pair->substr(0, colon), pair->substr(colon + 1)};
}

std::optional<std::string> bearer_token(std::string_view authorization) {
  return after_scheme(authorization, "Bearer ");
}

std::string basic_authorization(std::string_view user, std::string_view password) {
  return "Basic " + encode(std::string(user) + ":" + std::string(password));
}

std::optional<std::string> form_decoded(std::string_view text) {
  auto view = boost::urls::make_pct_string_view({text.data(), text.size()});
  if (!view) {
    return std::nullopt;
  }
  boost::urls::encoding_opts options;
  options.space_as_plus = true;
  return view->decode(options);
}

} // namespace trainsync::simulator
