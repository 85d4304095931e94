#include "daemon/service/notify.hpp"

#include "daemon/service/notify_address.hpp"

#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <ctime>

namespace trainsync::service {
namespace {

constexpr auto extended_by = std::chrono::seconds(30);
constexpr auto extended_every = std::chrono::seconds(10);

std::optional<long long> number(const char* text) {
  long long value = 0;
  if (!text)
    return std::nullopt;
  const char* end = text + std::strlen(text);
  const auto [rest, error] = std::from_chars(text, end, value);
  return error == std::errc() && rest == end && value > 0 ? std::optional(value) : std::nullopt;
}

// A status is one line.
std::string one_line(std::string_view text) {
  std::string line(text);
  std::ranges::replace_if(line, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return line;
}

} // namespace

Notify::Notify(std::string socket) : socket_(std::move(socket)) {}

bool Notify::send(const std::string& lines, Patience patience) const {
  if (socket_.empty())
    return true;
  const auto to = notify_address(socket_);
  if (!to)
    return false;
  const int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0)
    return false;
  const timeval limit{1, 0};
  setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  const int flags = MSG_NOSIGNAL | (patience == Patience::none ? MSG_DONTWAIT : 0);
  const ssize_t sent = sendto(descriptor, lines.data(), lines.size(), flags,
                              reinterpret_cast<const sockaddr*>(&to->address), to->length);
  close(descriptor);
  return sent == static_cast<ssize_t>(lines.size());
}

void Notify::ready(std::string_view status) const {
  send("READY=1\nSTATUS=" + one_line(status));
}

void Notify::status(std::string_view status) const {
  send("STATUS=" + one_line(status), Patience::none);
}

void Notify::reloading() const {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  const long long stamp = time.tv_sec * 1'000'000LL + time.tv_nsec / 1000;
  send("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(stamp) +
       "\nSTATUS=reading the configuration anew");
}

void Notify::stopping(std::string_view status) const {
  send("STOPPING=1\nSTATUS=" + one_line(status));
}

void Notify::watchdog() const {
  send("WATCHDOG=1");
}

void Notify::extend_timeout(std::chrono::seconds by) const {
  send("EXTEND_TIMEOUT_USEC=" +
       std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(by).count()));
}

std::optional<std::chrono::microseconds> watchdog_interval(const char* watchdog_usec,
                                                           const char* watchdog_pid, long pid) {
  const auto usec = number(watchdog_usec);
  if (!usec || (watchdog_pid && number(watchdog_pid) != pid))
    return std::nullopt;
  return std::chrono::microseconds(std::max(*usec / 2, 1LL));
}

TimeoutExtender::TimeoutExtender(const Notify& notify)
    : notify_(notify), thread_([this](const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        while (!stop.stop_requested()) {
          notify_.extend_timeout(extended_by);
          over_.wait_for(lock, stop, extended_every, [] { return false; });
        }
      }) {}

TimeoutExtender::~TimeoutExtender() = default;

} // namespace trainsync::service
