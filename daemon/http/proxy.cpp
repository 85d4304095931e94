#include "daemon/http/proxy.hpp"

#include "daemon/http/base64.hpp"
#include "daemon/http/url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace trainsync::http {
namespace {

std::unexpected<Error> unusable(std::string_view why) {
  return std::unexpected(
      Error{Errc::config, "The proxy of HTTPS_PROXY cannot be used: " + std::string(why) +
                              ". Write it as http://host:port."});
}

} // namespace

std::string Proxy::authority() const {
  const bool ipv6 = host.find(':') != std::string::npos;
  return (ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::expected<Proxy, Error> parse_proxy(std::string_view text) {
  std::string whole(text);
  if (whole.find("://") == std::string::npos) {
    whole.insert(0, "http://");
  }
  const auto parsed = boost::urls::parse_uri(whole);
  const bool bare = parsed && (parsed->encoded_path().empty() || parsed->encoded_path() == "/");
  if (!bare || parsed->host().empty()) {
    return unusable("it is not a URL of a host and nothing else");
  }
  if (parsed->scheme_id() != boost::urls::scheme::http) {
    return unusable("only http:// proxies are spoken to");
  }
  Proxy proxy;
  proxy.host = parsed->host();
  if (proxy.host.starts_with('[')) {
    proxy.host = proxy.host.substr(1, proxy.host.size() - 2);
  }
  const auto port = port_of(parsed->port(), 80);
  if (!port) {
    return unusable("its port is not between 1 and 65535");
  }
  proxy.port = *port;
  if (parsed->has_userinfo()) {
    proxy.authorization = "Basic " + base64(parsed->user() + ":" + parsed->password());
  }
  return proxy;
}

} // namespace trainsync::http
