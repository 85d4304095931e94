#include "daemon/cli/asio_clock.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace trainsync::cli {

model::Stamp AsioClock::now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

sync::Duration AsioClock::steady() const {
  return std::chrono::duration_cast<sync::Duration>(
      std::chrono::steady_clock::now().time_since_epoch());
}

boost::asio::awaitable<void> AsioClock::sleep(sync::Duration duration) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, duration);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

} // namespace trainsync::cli
