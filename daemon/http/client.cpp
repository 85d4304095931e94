#include "daemon/http/client.hpp"

#include "daemon/http/client_with_lookup.hpp"
#include "daemon/http/connection.hpp"
#include "daemon/http/connector.hpp"
#include "daemon/http/content_encoding.hpp"
#include "daemon/http/idle_pool.hpp"
#include "daemon/http/message.hpp"
#include "daemon/http/resolver.hpp"
#include "daemon/http/status_words.hpp"
#include "daemon/http/url.hpp"
#include "daemon/http/within.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <utility>

namespace trainsync::http {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using Answer = std::expected<Response, Error>;
using Exchanged = std::expected<Response, Failure>;

Error redirected(const Response& response, const Url& url) {
  const auto location = response.header("Location");
  return {Errc::redirect,
          url.authority() + " answered " + status_words(response.status) + " and points to " +
              (location ? location_words(*location) : "no other address") +
              ". Redirects are not followed: set base_url to the address that answers itself.",
          response.status};
}

class PooledClient final : public Client {
public:
  PooledClient(Options options, std::unique_ptr<Connector> connector)
      : options_(std::move(options)), connector_(std::move(connector)),
        idle_(options_.idle_connections_per_host, options_.idle_timeout) {}

  asio::awaitable<Answer> send(Request request) override {
    try {
      co_return co_await deliver(request);
    } catch (const boost::system::system_error& error) {
      if (error.code() != asio::error::operation_aborted) {
        throw;
      }
      co_return std::unexpected(canceled_error());
    }
  }

private:
  asio::awaitable<Answer> deliver(const Request& request) {
    const auto url = parse_url(request.url);
    if (!url) {
      co_return std::unexpected(url.error());
    }
    if (auto error = unsendable(request)) {
      co_return std::unexpected(std::move(*error));
    }
    auto exchanged = co_await exchange_on_any(request, *url);
    if (!exchanged) {
      co_return std::unexpected(std::move(exchanged.error().error));
    }
    co_return judged(std::move(*exchanged), *url);
  }

  asio::awaitable<Exchanged> exchange_on_any(const Request& request, const Url& url) {
    if (auto kept = idle_.take(url.origin(), Clock::now())) {
      auto exchanged = co_await exchange_on(std::move(kept), request, url);
      if (exchanged || !exchanged.error().stale) {
        co_return std::move(exchanged);
      }
    }
    auto opened = co_await connector_->open(url);
    if (!opened) {
      co_return std::unexpected(Failure{std::move(opened.error())});
    }
    co_return co_await exchange_on(std::move(*opened), request, url);
  }

  asio::awaitable<Exchanged> exchange_on(std::unique_ptr<Connection> connection,
                                         const Request& request, const Url& url) {
    auto exchanged = co_await within(Clock::now() + options_.request_timeout,
                                     connection->exchange(request, url));
    if (!exchanged) {
      co_return std::unexpected(Failure{late(url)});
    }
    if (*exchanged && connection->reusable()) {
      idle_.put(url.origin(), std::move(connection), Clock::now());
    }
    co_return std::move(*exchanged);
  }

  Answer judged(Response response, const Url& url) const {
    if (response.status >= 300 && response.status <= 399) {
      return std::unexpected(redirected(response, url));
    }
    if (auto error = decode_body(response, options_.max_body_bytes, url.authority())) {
      return std::unexpected(std::move(*error));
    }
    return response;
  }

  Error late(const Url& url) const {
    return {Errc::timeout, url.authority() + " had not answered in full after " +
                               duration_words(options_.request_timeout) +
                               ". It is asked again; if this stays, raise http.request_timeout."};
  }

  Options options_;
  std::unique_ptr<Connector> connector_;
  IdlePool<std::unique_ptr<Connection>> idle_; // ends before the connector, which it refers to
};

} // namespace

std::expected<std::unique_ptr<Client>, Error> make_client(asio::any_io_executor executor,
                                                          Options options, Lookup lookup) {
  auto connector = make_connector(executor, options, std::move(lookup));
  if (!connector) {
    return std::unexpected(std::move(connector.error()));
  }
  return std::make_unique<PooledClient>(std::move(options), std::move(*connector));
}

std::expected<std::unique_ptr<Client>, Error> make_client(asio::any_io_executor executor,
                                                          Options options) {
  return make_client(std::move(executor), std::move(options), system_lookup());
}

} // namespace trainsync::http
