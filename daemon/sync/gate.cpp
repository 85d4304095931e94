#include "daemon/sync/gate.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace trainsync::sync {

namespace asio = boost::asio;

Gate::Gate(int places) : state_(std::make_shared<State>(places)) {}

asio::awaitable<Gate::Place> Gate::enter() {
  const auto gate = state_;
  if (gate->free > 0) {
    --gate->free;
    co_return Place(gate);
  }
  const auto executor = co_await asio::this_coro::executor;
  const auto self = gate->queue.insert(
      gate->queue.end(), {asio::steady_timer(executor, asio::steady_timer::time_point::max())});
  while (!self->is_in) {
    boost::system::error_code ignored;
    co_await self->called.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  gate->queue.erase(self);
  co_return Place(gate);
}

Gate::Place::~Place() {
  if (!gate_)
    return;
  const auto next = std::ranges::find(gate_->queue, false, &Waiting::is_in);
  if (next == gate_->queue.end()) {
    ++gate_->free;
    return;
  }
  next->is_in = true;
  next->called.cancel();
}

} // namespace trainsync::sync
