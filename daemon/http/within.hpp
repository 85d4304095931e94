// A time limit around a coroutine, for Asio before cancel_after.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/multiple_exceptions.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <utility>
#include <variant>

namespace trainsync::http {

// What `work` returns, or nothing where it was still under way at `deadline`: it has been cancelled
// and has ended then. `work` must return soon after a cancellation; it should not throw anything
// else than the operation_aborted of one.
template <class T>
boost::asio::awaitable<std::optional<T>> within(std::chrono::steady_clock::time_point deadline,
                                                boost::asio::awaitable<T> work) {
  using namespace boost::asio::experimental::awaitable_operators;
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, deadline);
  try {
    auto first = co_await (std::move(work) || timer.async_wait(boost::asio::use_awaitable));
    if (first.index() == 1) {
      co_return std::nullopt;
    }
    co_return std::get<0>(std::move(first));
  } catch (const boost::asio::multiple_exceptions& both) {
    std::rethrow_exception(both.first_exception());
  }
}

} // namespace trainsync::http
