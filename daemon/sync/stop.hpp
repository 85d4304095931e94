// The end of the program, or of a configuration: nothing new is asked for, and what is under way
// ends at once. Used from the io_context's thread only, but for requested().
#pragma once

#include "daemon/http/client.hpp"
#include "daemon/sync/clock.hpp"

#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <memory>

namespace trainsync::sync {

class Stop {
public:
  explicit Stop(const boost::asio::any_io_executor& executor);

  void request();
  bool requested() const { return requested_; }
  // Ends once it is requested.
  boost::asio::awaitable<void> wait();

private:
  std::atomic<bool> requested_ = false;
  boost::asio::steady_timer news_;
};

// Requests under way end with http::Errc::canceled when `stop` is requested.
std::unique_ptr<http::Client> make_stoppable(std::unique_ptr<http::Client> client, Stop& stop);

} // namespace trainsync::sync
