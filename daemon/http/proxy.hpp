// The proxy that HTTPS_PROXY names. Pure.
#pragma once

#include "daemon/http/client.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace trainsync::http {

struct Proxy {
  std::string host; // an IPv6 address without brackets
  std::uint16_t port = 80;
  std::string authorization; // value of Proxy-Authorization; empty: none

  std::string authority() const; // "host:port", for messages
};

// `text`: "http://[user:password@]host[:port]", or without the scheme; user and password
// percent-encoded. Fails with Errc::config; the message never shows the text.
std::expected<Proxy, Error> parse_proxy(std::string_view text);

} // namespace trainsync::http
