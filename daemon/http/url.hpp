// URLs that the client may ask: absolute, https, or http to this machine. Pure.
#pragma once

#include "daemon/http/client.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace trainsync::http {

struct Url {
  bool tls = true;
  std::string host; // lower case; an IPv6 address without brackets
  std::uint16_t port = 443;
  std::string target = "/"; // path and query, as given; no fragment

  std::string
  authority() const; // "host:port", the IPv6 address in brackets: for messages and CONNECT
  std::string host_header() const; // as authority(), without the port where it is the scheme's own
  std::string origin() const;      // "https://host:port"
};

// Fails with Errc::bad_url. The message never shows user names, paths or queries.
std::expected<Url, Error> parse_url(std::string_view text);

// "localhost", 127.0.0.0/8 and ::1 (no brackets).
bool is_loopback(std::string_view host);

// Nothing where the digits are not a port between 1 and 65535. Boost.URL's own port_number() wraps
// around.
std::optional<std::uint16_t> port_of(std::string_view digits, std::uint16_t default_port);

bool is_ip_address(std::string_view host);

// Where a Location header points, in words: "https://host", or "another path of the same host".
std::string location_words(std::string_view location);

} // namespace trainsync::http
