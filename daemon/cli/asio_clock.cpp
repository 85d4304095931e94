#include "daemon/cli/asio_clock.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <ctime>

namespace trainsync::cli {
namespace {

// Timers stand still while the machine is suspended; a long sleep looks at the clock that often.
constexpr auto longest_nap = std::chrono::seconds(20);

} // namespace

model::Stamp AsioClock::now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

sync::Duration AsioClock::steady() const {
  timespec time{};
  clock_gettime(CLOCK_BOOTTIME, &time);
  return std::chrono::duration_cast<sync::Duration>(std::chrono::seconds(time.tv_sec) +
                                                    std::chrono::nanoseconds(time.tv_nsec));
}

boost::asio::awaitable<void> AsioClock::sleep(sync::Duration duration) {
  const sync::Duration end = steady() + duration;
  const std::uint64_t woken = woken_;
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  for (sync::Duration left = duration; left > sync::Duration(0) && woken == woken_;
       left = end - steady()) {
    timer.expires_after(std::min<sync::Duration>(left, longest_nap));
    sleeping_.insert(&timer);
    boost::system::error_code ended;
    co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ended));
    sleeping_.erase(&timer);
  }
}

void AsioClock::wake() {
  ++woken_;
  for (boost::asio::steady_timer* timer : sleeping_)
    timer->cancel();
}

} // namespace trainsync::cli
