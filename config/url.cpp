#include "config/url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <system_error>

namespace trainsync::config {
namespace {

namespace urls = boost::urls;

bool is_localhost(std::string_view host) {
  return std::ranges::equal(host, std::string_view("localhost"),
                            [](unsigned char a, char b) { return std::tolower(a) == b; });
}

bool is_loopback(const urls::url_view& url) {
  if (url.host_type() == urls::host_type::ipv4)
    return url.host_ipv4_address().is_loopback();
  if (url.host_type() == urls::host_type::ipv6)
    return url.host_ipv6_address().is_loopback();
  return is_localhost(std::string(url.encoded_host()));
}

// What stands between the scheme and the path. Boost 1.81 ends it early where a host only begins
// like an IPv4 address (127.0.0.1.example.org), and would call that this machine.
std::string_view authority_of(std::string_view text) {
  text.remove_prefix(text.find("://") + 3);
  return text.substr(0, text.find_first_of("/?#"));
}

bool has_bad_port(const urls::url_view& url) {
  const auto port = std::string(url.port());
  std::uint16_t number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  return url.has_port() && (error != std::errc{} || number == 0);
}

} // namespace

std::expected<std::string, std::string> checked_url(std::string_view text) {
  const auto parsed = urls::parse_uri(text);
  if (parsed.has_error() || parsed->encoded_host().empty())
    return std::unexpected("is not an absolute URL with a host");
  const auto& url = *parsed;
  if (url.has_userinfo())
    return std::unexpected("holds a user or password before the @; secrets have keys of their own");
  if (url.has_query() || url.has_fragment())
    return std::unexpected("may not have a query (?) or fragment (#)");
  if (std::string(url.encoded_authority()) != authority_of(text))
    return std::unexpected("has a host that begins like an IP address and goes on; use another "
                           "name of it");
  if (has_bad_port(url))
    return std::unexpected("has a port that is not between 1 and 65535");
  if (url.scheme_id() != urls::scheme::https &&
      !(url.scheme_id() == urls::scheme::http && is_loopback(url)))
    return std::unexpected(
        "must begin with https://; plain http:// would send secrets unencrypted, "
        "so it is only for this machine (localhost, 127.0.0.1, [::1])");
  return std::string(text.substr(0, text.find_last_not_of('/') + 1));
}

std::string origin_of(const std::string& url) {
  const auto path = url.find('/', url.find("://") + 3);
  return url.substr(0, path);
}

} // namespace trainsync::config
