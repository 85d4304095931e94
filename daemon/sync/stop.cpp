#include "daemon/sync/stop.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace trainsync::sync {
namespace {

using boost::asio::awaitable;

class StoppableClient final : public http::Client {
public:
  StoppableClient(std::unique_ptr<http::Client> client, Stop& stop)
      : client_(std::move(client)), stop_(stop) {}

  awaitable<std::expected<http::Response, http::Error>> send(http::Request request) override {
    using namespace boost::asio::experimental::awaitable_operators;
    auto first = co_await (client_->send(std::move(request)) || stop_.wait());
    if (first.index() == 0)
      co_return std::get<0>(std::move(first));
    co_return std::unexpected(http::Error{http::Errc::canceled, "the request was given up"});
  }

private:
  std::unique_ptr<http::Client> client_;
  Stop& stop_;
};

} // namespace

Stop::Stop(const boost::asio::any_io_executor& executor)
    : news_(executor, boost::asio::steady_timer::time_point::max()) {}

void Stop::request() {
  requested_ = true;
  news_.cancel();
}

awaitable<void> Stop::wait() {
  boost::system::error_code woken;
  if (!requested_)
    co_await news_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
}

std::unique_ptr<http::Client> make_stoppable(std::unique_ptr<http::Client> client, Stop& stop) {
  return std::make_unique<StoppableClient>(std::move(client), stop);
}

} // namespace trainsync::sync
