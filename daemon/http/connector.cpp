#include "daemon/http/connector.hpp"

#include "daemon/http/connection_stream.hpp"
#include "daemon/http/message.hpp"
#include "daemon/http/no_proxy.hpp"
#include "daemon/http/proxy.hpp"
#include "daemon/http/stream_error.hpp"
#include "daemon/http/tls.hpp"
#include "daemon/http/within.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace trainsync::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Opened = std::expected<std::unique_ptr<Connection>, Error>;

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);

// How far an attempt has come, for the message when its time is up.
enum class Step { resolving, connecting, tunnelling, handshake };

std::string step_words(Step step) {
  switch (step) {
  case Step::resolving:
    return "its name was still being resolved. Check the name servers.";
  case Step::connecting:
    return "no TCP connection came about. Check the network and firewalls.";
  case Step::tunnelling:
    return "the proxy had not answered. Check HTTPS_PROXY.";
  case Step::handshake:
    return "the TLS handshake was not over. Check for a firewall or proxy in between.";
  }
  return {};
}

// One attempt to open a connection. Lives in the frame of open().
struct Attempt {
  const Url& url;
  const Proxy* proxy; // null: direct
  Clock::time_point deadline;
  Step step = Step::resolving;

  const std::string& first_host() const { return proxy ? proxy->host : url.host; }
  std::uint16_t first_port() const { return proxy ? proxy->port : url.port; }
  std::string first_authority() const { return proxy ? proxy->authority() : url.authority(); }
};

asio::awaitable<error_code> connect_to(tcp::socket& socket, tcp::endpoint endpoint) {
  const auto [error] = co_await socket.async_connect(endpoint, as_values);
  co_return error;
}

// Each address gets an equal part of the time that is left, so that a silent one leaves some for
// the next.
Clock::time_point share_of(Clock::time_point deadline, std::size_t addresses_left) {
  const auto now = Clock::now();
  return now + (deadline - now) / static_cast<Clock::rep>(addresses_left);
}

asio::awaitable<std::expected<tcp::socket, Error>> dial(const Attempt& attempt,
                                                        std::vector<asio::ip::address> addresses) {
  const auto executor = co_await asio::this_coro::executor;
  error_code last = asio::error::host_unreachable;
  for (std::size_t index = 0; index < addresses.size(); ++index) {
    tcp::socket socket(executor);
    const tcp::endpoint endpoint(addresses[index], attempt.first_port());
    const auto part = share_of(attempt.deadline, addresses.size() - index);
    const auto error = co_await within(part, connect_to(socket, endpoint));
    last = error.value_or(asio::error::timed_out);
    if (!last) {
      static_cast<void>(socket.set_option(tcp::no_delay(true), last));
      co_return std::move(socket);
    }
    if (last == asio::error::operation_aborted) {
      break;
    }
  }
  co_return std::unexpected(
      connect_error(last, attempt.first_authority(), attempt.proxy != nullptr));
}

class TlsConnector final : public Connector {
public:
  TlsConnector(const asio::any_io_executor& executor, const Options& options, Lookup lookup,
               asio::ssl::context context, std::optional<Proxy> proxy)
      : connect_timeout_(options.connect_timeout), no_proxy_(options.no_proxy),
        proxy_(std::move(proxy)), limits_{options.max_body_bytes, options.user_agent},
        tls_(std::move(context)), resolver_(executor, std::move(lookup)) {}

  asio::awaitable<Opened> open(const Url& url) override {
    Attempt attempt{url, proxy_for(url), Clock::now() + connect_timeout_};
    auto opened = co_await within(attempt.deadline, establish(attempt));
    if (!opened) {
      co_return std::unexpected(late(attempt));
    }
    co_return std::move(*opened);
  }

private:
  const Proxy* proxy_for(const Url& url) const {
    const bool direct = !proxy_ || !url.tls || bypasses_proxy(no_proxy_, url.host, url.port);
    return direct ? nullptr : &*proxy_;
  }

  asio::awaitable<Opened> establish(Attempt& attempt) {
    auto addresses = co_await resolver_.resolve(attempt.first_host());
    if (!addresses) {
      co_return std::unexpected(std::move(addresses.error()));
    }
    attempt.step = Step::connecting;
    auto socket = co_await dial(attempt, std::move(*addresses));
    if (!socket) {
      co_return std::unexpected(std::move(socket.error()));
    }
    if (attempt.proxy) {
      attempt.step = Step::tunnelling;
      auto tunnel = co_await open_tunnel(*socket, attempt.url.authority(),
                                         attempt.proxy->authorization, attempt.proxy->authority());
      if (!tunnel) {
        co_return std::unexpected(std::move(tunnel.error()));
      }
    }
    if (!attempt.url.tls) {
      co_return make_connection(std::move(*socket), limits_);
    }
    attempt.step = Step::handshake;
    co_return co_await shake_hands(std::move(*socket), attempt.url);
  }

  asio::awaitable<Opened> shake_hands(tcp::socket socket, const Url& url) {
    TlsStream stream(std::move(socket), tls_);
    if (auto expected = expect_host(stream.native_handle(), url.host); !expected) {
      co_return std::unexpected(std::move(expected.error()));
    }
    const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::client, as_values);
    if (error) {
      co_return std::unexpected(
          handshake_error(error, SSL_get_verify_result(stream.native_handle()), url.authority()));
    }
    co_return make_connection(std::move(stream), limits_);
  }

  Error late(const Attempt& attempt) const {
    const bool past_proxy = attempt.step > Step::tunnelling || !attempt.proxy;
    return {Errc::timeout,
            "Connecting to " +
                (past_proxy ? attempt.url.authority() : "the proxy " + attempt.proxy->authority()) +
                " took longer than " + duration_words(connect_timeout_) +
                " (http.connect_timeout): " + step_words(attempt.step)};
  }

  std::chrono::milliseconds connect_timeout_;
  std::string no_proxy_;
  std::optional<Proxy> proxy_;
  Limits limits_;
  asio::ssl::context tls_;
  Resolver resolver_;
};

} // namespace

std::expected<std::unique_ptr<Connector>, Error>
make_connector(const asio::any_io_executor& executor, const Options& options, Lookup lookup) {
  std::optional<Proxy> proxy;
  if (!options.https_proxy.empty()) {
    auto parsed = parse_proxy(options.https_proxy);
    if (!parsed) {
      return std::unexpected(std::move(parsed.error()));
    }
    proxy = std::move(*parsed);
  }
  auto context = make_tls_context(options.ca_file);
  if (!context) {
    return std::unexpected(std::move(context.error()));
  }
  return std::make_unique<TlsConnector>(executor, options, std::move(lookup), std::move(*context),
                                        std::move(proxy));
}

} // namespace trainsync::http
