// Which hosts NO_PROXY takes out of the proxy's hands. Pure.
#pragma once

#include <cstdint>
#include <string_view>

namespace trainsync::http {

// `list`: entries parted by commas or blanks; "*" is every host. "example.com" and ".example.com"
// match that host and all below it, an IP address only itself; an entry with ":port" matches that
// port only. Case does not count. `host` is in lower case, an IPv6 address without brackets.
bool bypasses_proxy(std::string_view list, std::string_view host, std::uint16_t port);

} // namespace trainsync::http
