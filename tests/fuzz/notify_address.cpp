// $NOTIFY_SOCKET and $WATCHDOG_USEC.
#include "daemon/service/notify_address.hpp"
#include "daemon/service/notify.hpp"
#include "tests/fuzz/expect.hpp"

#include <cstddef>
#include <string>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace trainsync;
  const std::string text(fuzz::text_of(data, size));
  if (const auto made = service::notify_address(text)) {
    const std::string_view path(made->address.sun_path,
                                made->length - offsetof(sockaddr_un, sun_path));
    fuzz::expect(made->address.sun_family == AF_UNIX, "it is an address of this machine");
    fuzz::expect(made->length < sizeof(sockaddr_un) && path.substr(1) == text.substr(1),
                 "it is the whole name");
    fuzz::expect(path[0] == (text[0] == '@' ? '\0' : '/'), "it is a path or an abstract name");
    fuzz::expect(!path.substr(1).contains('\0'), "it is one name");
  } else {
    fuzz::expect(text.size() < 2 || text.size() >= sizeof(sockaddr_un::sun_path) ||
                     text.contains('\0') || (text[0] != '/' && text[0] != '@'),
                 "what can be a name is one");
  }
  const auto interval = service::watchdog_interval(text.c_str(), nullptr, 1);
  fuzz::expect(!interval || interval->count() > 0, "the watchdog is fed at times");
  return 0;
}
