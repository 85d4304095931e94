// Carries out coroutines from a test.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace trainsync::http::test {

// Runs everything on `io` until `done()`; a test that hangs fails instead.
template <class Done>
void run_until(boost::asio::io_context& io, Done done) {
  io.restart();
  while (!done()) {
    if (io.run_one_for(std::chrono::seconds{30}) == 0) {
      throw std::runtime_error("the coroutine did not end");
    }
  }
}

template <class T>
T run(boost::asio::io_context& io, boost::asio::awaitable<T> work) {
  std::optional<T> result;
  std::exception_ptr thrown;
  boost::asio::co_spawn(io, std::move(work), [&](const std::exception_ptr& error, T value) {
    thrown = error;
    result = std::move(value);
  });
  run_until(io, [&] { return result.has_value(); });
  if (thrown) {
    std::rethrow_exception(thrown);
  }
  return std::move(*result);
}

} // namespace trainsync::http::test
