#include "tests/unit/http/loopback_proxy.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <utility>

namespace trainsync::http::test {

namespace asio = boost::asio;
using asio::ip::tcp;
constexpr auto as_values = asio::as_tuple(asio::use_awaitable);

struct LoopbackProxy::State {
  State(asio::io_context& io, std::uint16_t port)
      : acceptor(io, {asio::ip::address_v4::loopback(), 0}), target_port(port) {}

  tcp::acceptor acceptor;
  std::uint16_t target_port;
  std::vector<std::string> requests;
};

namespace {

asio::awaitable<void> relay(std::shared_ptr<tcp::socket> from, std::shared_ptr<tcp::socket> to) {
  std::array<char, 16'384> bytes{};
  while (true) {
    const auto [error, size] = co_await from->async_read_some(asio::buffer(bytes), as_values);
    if (error) {
      boost::system::error_code ignored;
      to->shutdown(tcp::socket::shutdown_send, ignored);
      co_return;
    }
    co_await asio::async_write(*to, asio::buffer(bytes.data(), size), as_values);
  }
}

template <class State>
asio::awaitable<void> tunnel(std::shared_ptr<State> state, std::shared_ptr<tcp::socket> client) {
  const auto executor = co_await asio::this_coro::executor;
  std::string head;
  co_await asio::async_read_until(*client, asio::dynamic_buffer(head), "\r\n\r\n", as_values);
  state->requests.push_back(head);
  const auto server = std::make_shared<tcp::socket>(executor);
  const tcp::endpoint target(asio::ip::address_v4::loopback(), state->target_port);
  co_await server->async_connect(target, as_values);
  const std::string opened = "HTTP/1.1 200 Connection established\r\n\r\n";
  co_await asio::async_write(*client, asio::buffer(opened), as_values);
  asio::co_spawn(executor, relay(client, server), asio::detached);
  asio::co_spawn(executor, relay(server, client), asio::detached);
}

template <class State>
asio::awaitable<void> accept_all(std::shared_ptr<State> state) {
  const auto executor = co_await asio::this_coro::executor;
  while (true) {
    auto [error, socket] = co_await state->acceptor.async_accept(as_values);
    if (error) {
      co_return;
    }
    auto client = std::make_shared<tcp::socket>(std::move(socket));
    asio::co_spawn(executor, tunnel(state, std::move(client)), asio::detached);
  }
}

} // namespace

LoopbackProxy::LoopbackProxy(asio::io_context& io, std::uint16_t target_port)
    : state_(std::make_shared<State>(io, target_port)) {
  asio::co_spawn(io, accept_all(state_), asio::detached);
}

LoopbackProxy::~LoopbackProxy() {
  state_->acceptor.close();
}

std::uint16_t LoopbackProxy::port() const {
  return state_->acceptor.local_endpoint().port();
}
const std::vector<std::string>& LoopbackProxy::requests() const {
  return state_->requests;
}

std::string LoopbackProxy::url(const std::string& userinfo) const {
  return "http://" + userinfo + "127.0.0.1:" + std::to_string(port());
}

} // namespace trainsync::http::test
