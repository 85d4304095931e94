#include "daemon/http/connection_stream.hpp"
#include "daemon/http/content_encoding.hpp"
#include "daemon/http/message.hpp"
#include "daemon/http/status_words.hpp"
#include "daemon/http/stream_error.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <utility>

namespace trainsync::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using beast::http::field;
using boost::system::error_code;

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t buffer_bytes =
    std::size_t{128} * 1024; // unreserved, a page takes a hundred small reads
constexpr std::size_t read_bytes = std::size_t{64} * 1024;
constexpr int most_interim_answers = 8; // 1xx before the answer proper

using Parser = beast::http::response_parser<beast::http::string_body>;
using WireRequest = beast::http::request<beast::http::string_body>;

WireRequest on_the_wire(const Request& request, const Url& url, const std::string& user_agent) {
  WireRequest wire;
  wire.version(11);
  wire.method_string(request.method);
  wire.target(url.target);
  wire.set(field::host, url.host_header());
  wire.set(field::user_agent, user_agent);
  wire.set(field::accept_encoding, accepted_encodings);
  for (const auto& [name, value] : request.headers) {
    wire.insert(name, value);
  }
  wire.body() = request.body;
  wire.prepare_payload();
  return wire;
}

Response to_response(Parser& parser) {
  auto message = parser.release();
  Response response;
  response.status = message.result_int();
  for (const auto& header : message) {
    response.headers.emplace_back(header.name_string(), header.value());
  }
  response.body = std::move(message.body());
  return response;
}

void prepare(Parser& parser, const Request& request, const Limits& limits) {
  parser.header_limit(max_header_bytes);
  parser.body_limit(limits.max_body_bytes);
  parser.skip(request.method == "HEAD");
}

bool is_interim(const Parser& parser) {
  return parser.get().result_int() / 100 == 1;
}

// Reads until the message is whole. What the parser leaves in the buffer is the begin of something
// that has no end yet: headers, which it limits itself, but also a chunk's extensions or the
// trailers behind the last chunk, which it does not. Each read is a co_await of its own: there a
// cancellation that came between two reads is seen, which Beast's composed reads would miss while
// bytes keep coming.
template <class Stream, class Body>
asio::awaitable<error_code> read_message(Stream& stream, beast::flat_buffer& buffer,
                                         beast::http::response_parser<Body>& parser) {
  parser.eager(true);
  while (true) {
    error_code error;
    buffer.consume(parser.put(buffer.data(), error));
    if (parser.is_done() || (error && error != beast::http::error::need_more)) {
      co_return error;
    }
    if (!error && buffer.size() != 0) {
      continue;
    }
    if (buffer.size() > max_header_bytes) {
      co_return beast::http::error::header_limit;
    }
    const auto [read_error, bytes] =
        co_await stream.async_read_some(buffer.prepare(read_bytes), as_values);
    buffer.commit(bytes);
    if (read_error == asio::error::eof && parser.got_some()) {
      parser.put_eof(error);
      co_return error;
    }
    if (read_error) {
      co_return read_error;
    }
  }
}

template <class Stream>
class StreamConnection final : public Connection {
public:
  StreamConnection(Stream stream, const Limits& limits)
      : stream_(std::move(stream)), limits_(limits) {
    buffer_.reserve(buffer_bytes);
  }

  asio::awaitable<std::expected<Response, Failure>> exchange(const Request& request,
                                                             const Url& url) override {
    reusable_ = false;
    const auto wire = on_the_wire(request, url, limits_.user_agent);
    const auto [write_error, written] = co_await beast::http::async_write(stream_, wire, as_values);
    if (write_error) {
      co_return failed(write_error, url, true);
    }
    for (int answers = 0; answers <= most_interim_answers; ++answers) {
      Parser parser;
      prepare(parser, request, limits_);
      const auto error = co_await read_message(stream_, buffer_, parser);
      if (error) {
        co_return failed(error, url, answers == 0 && !parser.got_some());
      }
      if (!is_interim(parser)) {
        reusable_ = parser.keep_alive() && buffer_.size() == 0;
        co_return to_response(parser);
      }
    }
    co_return failed(beast::http::error::unexpected_body, url, false);
  }

  bool reusable() const override { return reusable_; }

private:
  std::unexpected<Failure> failed(error_code error, const Url& url, bool nothing_came) const {
    return std::unexpected(Failure{stream_error(error, url.authority(), limits_.max_body_bytes),
                                   nothing_came && is_closed(error)});
  }

  Stream stream_;
  beast::flat_buffer buffer_;
  const Limits& limits_;
  bool reusable_ = false;
};

Error refused(unsigned status, const std::string& target, const std::string& proxy_name) {
  std::string remedy = "Check HTTPS_PROXY, or name the host in NO_PROXY.";
  if (status == 407) {
    remedy = "Put a valid user:password@ before the host in HTTPS_PROXY.";
  }
  return {Errc::proxy,
          "The proxy " + proxy_name + " refused a connection to " + target + ": " +
              status_words(status) + ". " + remedy,
          status};
}

Error tunnel_failed(error_code error, const std::string& proxy_name) {
  if (error == asio::error::operation_aborted) {
    return canceled_error();
  }
  return {Errc::proxy,
          "The proxy " + proxy_name +
              " did not answer as an HTTP proxy does. Check that HTTPS_PROXY names the right "
              "host and port."};
}

} // namespace

std::unique_ptr<Connection> make_connection(asio::ip::tcp::socket socket, const Limits& limits) {
  return std::make_unique<StreamConnection<asio::ip::tcp::socket>>(std::move(socket), limits);
}

std::unique_ptr<Connection> make_connection(TlsStream stream, const Limits& limits) {
  return std::make_unique<StreamConnection<TlsStream>>(std::move(stream), limits);
}

asio::awaitable<std::expected<void, Error>> open_tunnel(asio::ip::tcp::socket& socket,
                                                        std::string target,
                                                        std::string authorization,
                                                        std::string proxy_name) {
  beast::http::request<beast::http::empty_body> connect{beast::http::verb::connect, target, 11};
  connect.set(field::host, target);
  if (!authorization.empty()) {
    connect.set(field::proxy_authorization, authorization);
  }
  const auto [write_error, written] = co_await beast::http::async_write(socket, connect, as_values);
  if (write_error) {
    co_return std::unexpected(tunnel_failed(write_error, proxy_name));
  }
  beast::flat_buffer buffer;
  beast::http::response_parser<beast::http::empty_body> parser;
  parser.header_limit(max_header_bytes);
  parser.skip(true);
  const auto error = co_await read_message(socket, buffer, parser);
  if (error) {
    co_return std::unexpected(tunnel_failed(error, proxy_name));
  }
  const unsigned status = parser.get().result_int();
  if (status < 200 || status > 299) {
    co_return std::unexpected(refused(status, target, proxy_name));
  }
  if (buffer.size() != 0) { // no server speaks before the client under TLS
    co_return std::unexpected(tunnel_failed(beast::http::error::unexpected_body, proxy_name));
  }
  co_return std::expected<void, Error>{};
}

} // namespace trainsync::http
