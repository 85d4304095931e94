// While it lives, the signals that ask a program to end (SIGINT, SIGTERM, SIGHUP) do not end it:
// they are kept until they are asked for, so that what is half done can be tidied up. For commands
// with a single thread.
#pragma once

#include <csignal>
#include <optional>

namespace trainsync::cli {

class Interruption {
public:
  Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
  ~Interruption();

  // The signal that came, once.
  std::optional<int> signal();

private:
  sigset_t signals_{}, before_{};
};

} // namespace trainsync::cli
