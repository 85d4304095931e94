// systemd's notify protocol: datagrams to the socket that it names. Follows sd_notify(3).
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace trainsync::service {

class Notify {
public:
  // `socket`: $NOTIFY_SOCKET, a path or (with a leading @) an abstract name; empty: nobody listens,
  // and nothing is sent.
  explicit Notify(std::string socket);

  void ready(std::string_view status) const;
  void status(std::string_view status) const;
  void reloading() const;
  void stopping(std::string_view status) const;
  void watchdog() const;
  void extend_timeout(std::chrono::seconds by) const;

  // Where systemd is busy: a status may be lost, anything else waits for a second.
  enum class Patience { none, a_second };
  // False: there is a socket of that name, but it took nothing.
  bool send(const std::string& lines, Patience patience = Patience::a_second) const;

private:
  std::string socket_;
};

// How often the watchdog wants to hear of this process: half of what systemd asks for. Nothing
// where it asks nothing of this process.
std::optional<std::chrono::microseconds> watchdog_interval(const char* watchdog_usec,
                                                           const char* watchdog_pid, long pid);

// Asks for more time, again and again, from a thread of its own, while something long goes on that
// keeps this one busy.
class TimeoutExtender {
public:
  explicit TimeoutExtender(const Notify& notify);
  ~TimeoutExtender();

private:
  const Notify& notify_;
  std::mutex mutex_;
  std::condition_variable_any over_;
  std::jthread thread_;
};

} // namespace trainsync::service
