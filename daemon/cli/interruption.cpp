#include "daemon/cli/interruption.hpp"

#include <ctime>

namespace trainsync::cli {

Interruption::Interruption() {
  sigemptyset(&signals_);
  for (const int number : {SIGINT, SIGTERM, SIGHUP})
    sigaddset(&signals_, number);
  pthread_sigmask(SIG_BLOCK, &signals_, &before_);
}

Interruption::~Interruption() {
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

std::optional<int> Interruption::signal() {
  const timespec at_once{};
  const int number = sigtimedwait(&signals_, nullptr, &at_once);
  return number > 0 ? std::optional(number) : std::nullopt;
}

} // namespace trainsync::cli
