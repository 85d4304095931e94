#include "tests/unit/http/loopback_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <optional>
#include <utility>

namespace trainsync::http::test {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;
using TlsStream = ssl::stream<tcp::socket>;
constexpr auto as_values = asio::as_tuple(asio::use_awaitable);

struct LoopbackServer::State {
  explicit State(asio::io_context& io, Script played)
      : script(std::move(played)), acceptor(io, {asio::ip::address_v4::loopback(), 0}) {}

  Script script;
  tcp::acceptor acceptor;
  std::optional<ssl::context> tls;
  int connections = 0;
  std::vector<std::string> requests;
  std::vector<std::string> server_names;
};

namespace {

tcp::socket& socket_of(tcp::socket& socket) {
  return socket;
}
tcp::socket& socket_of(TlsStream& stream) {
  return stream.next_layer();
}

asio::awaitable<void> say_farewell(tcp::socket&) {
  co_return;
}
asio::awaitable<void> say_farewell(TlsStream& stream) {
  co_await stream.async_shutdown(as_values);
}

std::size_t body_length(const std::string& head) {
  const auto field = head.find("Content-Length: ");
  return field == std::string::npos ? 0 : std::stoul(head.substr(field + 16));
}

template <class Stream>
class StreamPeer final : public Peer {
public:
  StreamPeer(Stream& stream, std::vector<std::string>& requests)
      : stream_(stream), requests_(requests) {}

  asio::awaitable<std::string> read_request() override {
    const auto [head_error, head] = co_await asio::async_read_until(
        stream_, asio::dynamic_buffer(received_), "\r\n\r\n", as_values);
    if (head_error) {
      co_return "";
    }
    const auto size = head + body_length(received_.substr(0, head));
    if (received_.size() < size) {
      co_await asio::async_read(stream_, asio::dynamic_buffer(received_),
                                asio::transfer_exactly(size - received_.size()), as_values);
    }
    requests_.push_back(received_.substr(0, size));
    received_.erase(0, size);
    co_return requests_.back();
  }

  asio::awaitable<bool> write(std::string bytes) override {
    const auto [error, count] = co_await asio::async_write(stream_, asio::buffer(bytes), as_values);
    co_return !error;
  }

  asio::awaitable<void> finish() override {
    co_await say_farewell(stream_);
    socket_of(stream_).close();
  }

  void reset() override {
    socket_of(stream_).set_option(asio::socket_base::linger(true, 0));
    socket_of(stream_).close();
  }

private:
  Stream& stream_;
  std::vector<std::string>& requests_;
  std::string received_;
};

template <class State>
asio::awaitable<void> serve_plain(std::shared_ptr<State> state, tcp::socket socket, int number) {
  StreamPeer<tcp::socket> peer(socket, state->requests);
  co_await state->script(peer, number);
}

template <class State>
asio::awaitable<void> serve_tls(std::shared_ptr<State> state, tcp::socket socket, int number) {
  TlsStream stream(std::move(socket), *state->tls);
  const auto [error] = co_await stream.async_handshake(ssl::stream_base::server, as_values);
  if (error) {
    co_return;
  }
  const char* name = SSL_get_servername(stream.native_handle(), TLSEXT_NAMETYPE_host_name);
  state->server_names.emplace_back(name == nullptr ? "" : name);
  StreamPeer<TlsStream> peer(stream, state->requests);
  co_await state->script(peer, number);
}

template <class State>
asio::awaitable<void> accept_all(std::shared_ptr<State> state) {
  const auto executor = co_await asio::this_coro::executor;
  while (true) {
    auto [error, socket] = co_await state->acceptor.async_accept(as_values);
    if (error) {
      co_return;
    }
    const int number = ++state->connections;
    if (state->tls) {
      asio::co_spawn(executor, serve_tls(state, std::move(socket), number), asio::detached);
    } else {
      asio::co_spawn(executor, serve_plain(state, std::move(socket), number), asio::detached);
    }
  }
}

ssl::context tls_context(const Tls& tls) {
  ssl::context context(ssl::context::tls_server);
  context.use_certificate_chain(asio::buffer(tls.identity.certificate));
  context.use_private_key(asio::buffer(tls.identity.key), ssl::context::pem);
  if (tls.only_1_1) {
    SSL_CTX_set_security_level(context.native_handle(), 0);
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_1_VERSION);
    SSL_CTX_set_max_proto_version(context.native_handle(), TLS1_1_VERSION);
  }
  return context;
}

} // namespace

LoopbackServer::LoopbackServer(asio::io_context& io, Script script)
    : state_(std::make_shared<State>(io, std::move(script))) {
  asio::co_spawn(io, accept_all(state_), asio::detached);
}

LoopbackServer::LoopbackServer(asio::io_context& io, Script script, const Tls& tls)
    : state_(std::make_shared<State>(io, std::move(script))) {
  state_->tls = tls_context(tls);
  asio::co_spawn(io, accept_all(state_), asio::detached);
}

LoopbackServer::~LoopbackServer() {
  state_->acceptor.close();
}

std::uint16_t LoopbackServer::port() const {
  return state_->acceptor.local_endpoint().port();
}
int LoopbackServer::connections() const {
  return state_->connections;
}
const std::vector<std::string>& LoopbackServer::requests() const {
  return state_->requests;
}
const std::vector<std::string>& LoopbackServer::server_names() const {
  return state_->server_names;
}

std::string LoopbackServer::url(const std::string& target) const {
  return (state_->tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port()) +
         target;
}

Script always(std::string answer) {
  return [answer](Peer& peer, int) -> asio::awaitable<void> {
    while (!(co_await peer.read_request()).empty()) {
      co_await peer.write(answer);
    }
  };
}

Script silent() {
  return [](Peer& peer, int) -> asio::awaitable<void> {
    while (!(co_await peer.read_request()).empty()) {
    }
  };
}

std::string answer(const std::string& status, const std::string& body,
                   const std::string& more_headers) {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         more_headers + "\r\n" + body;
}

} // namespace trainsync::http::test
