#include "daemon/http/url.hpp"

#include "daemon/http/number.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <cctype>
#include <optional>

namespace trainsync::http {
namespace {

using boost::urls::url_view;

std::unexpected<Error> bad_url(std::string message) {
  return std::unexpected(Error{Errc::bad_url, std::move(message)});
}

// Boost.URL 1.81 takes "127.0.0.1.evil.test" for an address with the path ".evil.test", and
// "host:x" likewise.
bool has_odd_path(const url_view& url) {
  const std::string_view path(url.encoded_path());
  return !path.empty() && !path.starts_with('/');
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool is_host_name(std::string_view host) {
  return !host.empty() && std::ranges::all_of(host, [](unsigned char c) {
    return std::isalnum(c) || c == '.' || c == '-' || c == '_';
  });
}

std::string host_of(const url_view& url) {
  std::string host = lower(url.host());
  if (host.size() > 2 && host.front() == '[') {
    host = host.substr(1, host.size() - 2);
  }
  return host;
}

std::string target_of(const url_view& url) {
  std::string target(url.encoded_path());
  if (target.empty()) {
    target = "/";
  }
  if (url.has_query()) {
    target += "?";
    target += std::string_view(url.encoded_query());
  }
  return target;
}

std::string bracketed(const std::string& host) {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

} // namespace

std::string Url::authority() const {
  return bracketed(host) + ":" + std::to_string(port);
}

std::string Url::host_header() const {
  return port == (tls ? 443 : 80) ? bracketed(host) : authority();
}

std::string Url::origin() const {
  return (tls ? "https://" : "http://") + authority();
}

bool is_ip_address(std::string_view host) {
  boost::system::error_code ec;
  boost::asio::ip::make_address(host, ec);
  return !ec;
}

std::optional<std::uint16_t> port_of(std::string_view digits, std::uint16_t default_port) {
  if (digits.empty()) {
    return default_port;
  }
  const auto port = number_in<std::uint16_t>(digits);
  return port == 0 ? std::nullopt : port;
}

bool is_loopback(std::string_view host) {
  if (host == "localhost") {
    return true;
  }
  boost::system::error_code ec;
  const auto address = boost::asio::ip::make_address(host, ec);
  return !ec && address.is_loopback();
}

std::expected<Url, Error> parse_url(std::string_view text) {
  const auto parsed = boost::urls::parse_uri(text);
  if (!parsed || !parsed->has_authority() || has_odd_path(*parsed)) {
    return bad_url("A URL is not complete. Write it with its scheme and host: https://host/path.");
  }
  const std::string scheme = lower(std::string(std::string_view(parsed->scheme())));
  if (scheme != "https" && scheme != "http") {
    return bad_url("A URL starts with " + scheme + "://. Write it with https://.");
  }
  if (parsed->has_userinfo()) {
    return bad_url("A URL holds a user name or password before its host. Take them out of the URL; "
                   "secrets have their own keys.");
  }
  Url url;
  url.tls = scheme == "https";
  url.host = host_of(*parsed);
  if (!is_host_name(url.host) && !is_ip_address(url.host)) {
    return bad_url("A URL has no host name, or one with characters that host names do not have. "
                   "Write it as https://host/path.");
  }
  const auto port = port_of(parsed->port(), url.tls ? 443 : 80);
  if (!port) {
    return bad_url("The URL of " + url.host + " has a port that is not between 1 and 65535.");
  }
  url.port = *port;
  url.target = target_of(*parsed);
  if (!url.tls && !is_loopback(url.host)) {
    return bad_url("http:// to " + url.authority() +
                   " would send secrets in the clear. Use https://; http:// is for loopback "
                   "addresses only.");
  }
  return url;
}

std::string location_words(std::string_view location) {
  const auto parsed = boost::urls::parse_uri_reference(location);
  if (!parsed || (parsed->has_authority() && has_odd_path(*parsed))) {
    return "an address that cannot be read";
  }
  const std::string host = host_of(*parsed);
  if (!parsed->has_authority() || (!is_host_name(host) && !is_ip_address(host))) {
    return "another path of the same host";
  }
  std::string words = parsed->has_scheme() ? std::string(std::string_view(parsed->scheme())) : "";
  words += (words.empty() ? "" : "://") + bracketed(host);
  if (const auto port = port_of(parsed->port(), 0); port && *port != 0) {
    words += ":" + std::to_string(*port);
  }
  return words;
}

} // namespace trainsync::http
