// An asynchronous HTTP client. This header keeps Beast and OpenSSL out of its users: they see
// awaitables and values.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trainsync::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method = "GET";
  std::string url{}; // absolute; https, or http to a loopback address
  Headers headers{}; // Host, User-Agent, Accept-Encoding and Content-Length are added by the client
  std::string body{};
};

struct Response {
  unsigned status = 0;
  Headers headers{};
  std::string body{}; // decoded: no gzip, no chunks

  // The first value of the header of that name, whatever its case.
  std::optional<std::string_view> header(std::string_view name) const;
};

enum class Errc {
  bad_url,    // not absolute, not http(s), or plain http to a host that is not loopback: permanent
  resolve,    // the host has no address, or the name server did not answer
  connect,    // refused, unreachable
  tls_verify, // the certificate does not verify, or is for another host: permanent
  tls,        // any other failure of the handshake or the encrypted stream
  timeout,    // a time limit was reached; the message says which
  closed,     // the peer ended the connection before the answer or inside it
  too_large,  // headers or body over the limit: permanent
  protocol,   // not HTTP, or a body that cannot be decoded
  proxy,      // the proxy refused
  redirect,   // the server answered 3xx; it is not followed: permanent
  canceled,   // the coroutine was cancelled
  config,     // an option or a header cannot be used: permanent
  unauthorized, // the token endpoint refused the credentials or the request: permanent
  unavailable   // the token endpoint answered 408, 429 or 5xx
};

// Whether the same request would fail again until a person has changed something. Errc::canceled is
// not.
bool is_permanent(Errc code);

struct Error {
  Errc code;
  // A sentence for people: what failed, with host and port, and what to do. Never a secret.
  std::string message;
  // Of the answer, where one came.
  unsigned status = 0;
  // The wait that the answer asked for.
  std::optional<std::chrono::milliseconds> retry_after = std::nullopt;

  bool operator==(const Error&) const = default;
};

struct Options {
  // Resolving, connecting, proxy and TLS together.
  std::chrono::milliseconds connect_timeout{10'000};
  // From sending until the last byte of the answer.
  std::chrono::milliseconds request_timeout{60'000};
  // Of the decoded body, and of the encoded one.
  std::size_t max_body_bytes = 32u << 20;
  // PEM; empty: the system's.
  std::string ca_file{};
  std::string user_agent = "trainsync";
  // "http://[user:password@]host:port", as HTTPS_PROXY gives it; empty: none.
  std::string https_proxy{};
  // Comma-separated hosts and domain suffixes, or "*", as NO_PROXY gives it.
  std::string no_proxy{};
  // Kept alive for the next request.
  std::size_t idle_connections_per_host = 8;
  std::chrono::milliseconds idle_timeout{30'000};
};

// What the passes ask for pages. May be used from the thread of its executor only, and is destroyed
// before the context of that executor; any number of requests may be under way at once. A request
// that finds its kept-alive connection closed is sent once more on a fresh one, whatever its
// method. Cancelling the coroutine ends the request with Errc::canceled.
class Client {
public:
  virtual ~Client() = default;

  // The answer whatever its status, except 3xx.
  virtual boost::asio::awaitable<std::expected<Response, Error>> send(Request request) = 0;
};

// Fails (bad ca_file, bad proxy) with a sentence that says what to do.
std::expected<std::unique_ptr<Client>, Error> make_client(boost::asio::any_io_executor executor,
                                                          Options options);

} // namespace trainsync::http
