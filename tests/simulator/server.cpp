#include "tests/simulator/server.hpp"

#include "tests/simulator/wire.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <atomic>
#include <exception>
#include <thread>
#include <tuple>

namespace trainsync::simulator {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
using Parser = http::request_parser<http::string_body>;

Request request_of(const Parser& parser) {
  const auto& message = parser.get();
  Request request{.method = std::string(message.method_string()),
                  .target = std::string(message.target()),
                  .body = message.body()};
  for (const auto& field : message) {
    request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  }
  return request;
}

Time system_now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

asio::ssl::context tls_context(const Certificate& certificate) {
  asio::ssl::context context(asio::ssl::context::tls_server);
  context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                      asio::ssl::context::no_tlsv1_1);
  context.use_certificate_chain(asio::buffer(certificate.certificate_pem));
  context.use_private_key(asio::buffer(certificate.key_pem), asio::ssl::context::pem);
  return context;
}

// Until the client goes away, or the server ends.
template <class Stream>
asio::awaitable<void> wait_for_close(Stream& stream) {
  char ignored[256];
  for (;;) {
    auto [error, count] = co_await stream.async_read_some(asio::buffer(ignored), as_result);
    if (error) {
      co_return;
    }
  }
}

template <class Stream>
asio::awaitable<void> never_end(Stream& stream, Endless endless) {
  auto [error, count] = co_await asio::async_write(stream, asio::buffer(endless.begin), as_result);
  while (!error) {
    std::tie(error, count) =
        co_await asio::async_write(stream, asio::buffer(endless.again), as_result);
  }
}

} // namespace

class Server::Shell {
public:
  using Answer = std::function<Response(const Request&, Time)>;

  Shell(ServerSettings settings, Answer answer)
      : settings_(std::move(settings)), answer_(std::move(answer)),
        acceptor_(io_, tcp::endpoint(asio::ip::address_v4::loopback(), settings_.port)) {
    if (settings_.tls) {
      tls_.emplace(tls_context(*settings_.tls));
    }
    asio::co_spawn(io_, accept(), asio::detached);
    thread_ = std::thread([this] { io_.run(); });
  }

  ~Shell() {
    io_.stop();
    thread_.join();
  }

  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  std::size_t connections() const { return connections_; }

private:
  asio::awaitable<void> accept() {
    for (;;) {
      auto [error, socket] = co_await acceptor_.async_accept(as_result);
      if (error) {
        continue;
      }
      ++connections_;
      boost::system::error_code refused;
      if (socket.set_option(tcp::no_delay(true), refused)) {
        continue;
      }
      asio::co_spawn(io_, connection(std::move(socket)), asio::detached);
    }
  }

  asio::awaitable<void> connection(tcp::socket socket) {
    if (!tls_) {
      co_await requests(socket);
      co_return;
    }
    asio::ssl::stream<tcp::socket> stream(std::move(socket), *tls_);
    auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, as_result);
    if (!error) {
      co_await requests(stream);
    }
  }

  template <class Stream>
  asio::awaitable<void> requests(Stream& stream) {
    boost::beast::flat_buffer buffer;
    bool go_on = true;
    while (go_on) {
      Parser parser;
      parser.body_limit(1u << 20);
      auto [error, count] = co_await http::async_read(stream, buffer, parser, as_result);
      go_on = !error && co_await reply(stream, parser);
    }
  }

  // May the connection serve another request?
  template <class Stream>
  asio::awaitable<bool> reply(Stream& stream, const Parser& parser) {
    Response response =
        answer_(request_of(parser), settings_.clock ? settings_.clock() : system_now());
    if (settings_.latency.count() > 0) {
      asio::steady_timer timer(io_, settings_.latency);
      co_await timer.async_wait(as_result);
    }
    if (response.delivery == Delivery::close_before_answer) {
      co_return false;
    }
    if (response.delivery == Delivery::stall) {
      co_await wait_for_close(stream);
      co_return false;
    }
    if (response.delivery == Delivery::endless_headers ||
        response.delivery == Delivery::endless_body) {
      co_await never_end(stream, endless(response.delivery));
      co_return false;
    }
    bool keep_alive = parser.get().keep_alive();
    std::string bytes = encode(response, encoding(parser, keep_alive));
    if (response.delivery == Delivery::partial_body) {
      bytes.resize(bytes.size() - (bytes.size() - bytes.find("\r\n\r\n") - 4) / 2 - 1);
      keep_alive = false;
    }
    auto [error, count] = co_await asio::async_write(stream, asio::buffer(bytes), as_result);
    co_return keep_alive && !error;
  }

  Encoding encoding(const Parser& parser, bool keep_alive) const {
    auto accepted = parser.get()[http::field::accept_encoding];
    return {.keep_alive = keep_alive,
            .chunked = settings_.chunked,
            .gzip = settings_.gzip && accepts_gzip({accepted.data(), accepted.size()})};
  }

  ServerSettings settings_;
  Answer answer_;
  std::optional<asio::ssl::context> tls_;
  asio::io_context io_{1};
  tcp::acceptor acceptor_;
  std::atomic<std::size_t> connections_{0};
  std::thread thread_;
};

Server::Server(Company company, ServerSettings settings, LearnAccount account, std::string exec_key)
    : apis_(std::move(company), std::move(account), std::move(exec_key)),
      scheme_(settings.tls ? "https" : "http") {
  auto answer = [this](const Request& request, Time now) {
    std::scoped_lock lock(mutex_);
    try {
      return apis_.handle(request, now);
    } catch (const std::exception& error) {
      apis_.learn.violations.push_back(std::string("the simulator failed: ") + error.what());
      return json_response(500, "{}");
    }
  };
  shell_ = std::make_unique<Shell>(std::move(settings), answer);
}

Server::~Server() = default;

std::uint16_t Server::port() const {
  return shell_->port();
}

std::size_t Server::connections() const {
  return shell_->connections();
}

std::string Server::origin() const {
  return scheme_ + "://127.0.0.1:" + std::to_string(port());
}

std::string Server::base_url() const {
  return origin() + "/rest/v1";
}

} // namespace trainsync::simulator
