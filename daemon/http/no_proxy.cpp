#include "daemon/http/no_proxy.hpp"

#include "daemon/http/url.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace trainsync::http {
namespace {

struct Entry {
  std::string host;
  std::string port; // empty: every port
};

Entry parse_entry(std::string_view text) {
  Entry entry;
  const auto colon = text.rfind(':');
  const bool bracketed = text.starts_with('[');
  const bool bare_ipv6 = !bracketed && text.find(':') != colon;
  const bool has_port =
      colon != std::string_view::npos && !bare_ipv6 && (!bracketed || text.find(']') + 1 == colon);
  entry.host = text.substr(0, has_port ? colon : text.size());
  entry.port = has_port ? text.substr(colon + 1) : "";
  if (bracketed && entry.host.ends_with(']')) {
    entry.host = entry.host.substr(1, entry.host.size() - 2);
  }
  std::ranges::transform(entry.host, entry.host.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return entry;
}

bool matches(const Entry& entry, std::string_view host, std::uint16_t port) {
  if (!entry.port.empty() && entry.port != std::to_string(port)) {
    return false;
  }
  if (entry.host == "*" || entry.host == host) {
    return !host.empty();
  }
  std::string_view suffix = entry.host;
  suffix.remove_prefix(suffix.starts_with("*.") ? 2 : suffix.starts_with('.') ? 1 : 0);
  if (suffix.empty() || is_ip_address(host)) {
    return false;
  }
  return host == suffix || host.ends_with("." + std::string(suffix));
}

} // namespace

bool bypasses_proxy(std::string_view list, std::string_view host, std::uint16_t port) {
  constexpr std::string_view separators = ", \t";
  while (true) {
    const auto begin = list.find_first_not_of(separators);
    if (begin == std::string_view::npos) {
      return false;
    }
    list.remove_prefix(begin);
    const auto length = std::min(list.find_first_of(separators), list.size());
    if (matches(parse_entry(list.substr(0, length)), host, port)) {
      return true;
    }
    list.remove_prefix(length);
  }
}

} // namespace trainsync::http
