#include "tests/property/virtual_clock.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace trainsync::property {

namespace asio = boost::asio;

// In the list while it sleeps; a coroutine that is destroyed in its sleep leaves the list too.
class VirtualClock::Sleeper {
public:
  Sleeper(Sleepers& sleepers, sync::Duration until, asio::any_io_executor executor)
      : sleepers_(sleepers), place_(sleepers.emplace(until, this)),
        timer_(std::move(executor), asio::steady_timer::time_point::max()) {}
  Sleeper(const Sleeper&) = delete;
  Sleeper& operator=(const Sleeper&) = delete;
  ~Sleeper() { leave(); }

  asio::awaitable<void> sleep() {
    boost::system::error_code woken;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
  void wake() {
    leave();
    timer_.cancel();
  }

private:
  void leave() {
    if (place_ != sleepers_.end())
      sleepers_.erase(std::exchange(place_, sleepers_.end()));
  }

  Sleepers& sleepers_;
  Sleepers::iterator place_;
  asio::steady_timer timer_;
};

asio::awaitable<void> VirtualClock::sleep(sync::Duration duration) {
  Sleeper sleeper(sleepers_, elapsed_ + std::max(duration, sync::Duration(0)),
                  co_await asio::this_coro::executor);
  co_await sleeper.sleep();
}

bool VirtualClock::wake_next() {
  if (sleepers_.empty())
    return false;
  const auto [until, sleeper] = *sleepers_.begin();
  elapsed_ = std::max(elapsed_, until);
  sleeper->wake();
  return true;
}

} // namespace trainsync::property
