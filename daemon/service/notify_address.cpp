#include "daemon/service/notify_address.hpp"

#include <cstddef>
#include <cstring>

namespace trainsync::service {

std::optional<NotifyAddress> notify_address(std::string_view socket) {
  NotifyAddress made;
  const bool abstract = socket.starts_with('@');
  if ((!abstract && !socket.starts_with('/')) || socket.size() < 2 ||
      socket.size() >= sizeof made.address.sun_path || socket.contains('\0'))
    return std::nullopt;
  made.address.sun_family = AF_UNIX;
  std::memcpy(made.address.sun_path, socket.data(), socket.size());
  if (abstract)
    made.address.sun_path[0] = '\0';
  made.length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket.size());
  return made;
}

} // namespace trainsync::service
