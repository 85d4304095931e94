// Where systemd listens. Pure.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <optional>
#include <string_view>

namespace trainsync::service {

struct NotifyAddress {
  sockaddr_un address{};
  socklen_t length = 0;
};

// `socket`: $NOTIFY_SOCKET, a path or (with a leading @) an abstract name. Nothing where it is
// neither, or longer than such an address can be.
std::optional<NotifyAddress> notify_address(std::string_view socket);

} // namespace trainsync::service
