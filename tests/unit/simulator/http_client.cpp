#include "tests/unit/simulator/http_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <zlib.h>

namespace trainsync::simulator {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

class HttpClient::Connection {
public:
  Connection(std::uint16_t port, const std::optional<std::string>& authority_pem)
      : secure_(authority_pem.has_value()), tls_(trusting(authority_pem)), stream_(io_, tls_) {
    stream_.next_layer().connect({asio::ip::address_v4::loopback(), port});
    if (secure_) {
      stream_.set_verify_mode(asio::ssl::verify_peer);
      stream_.set_verify_callback(asio::ssl::host_name_verification("127.0.0.1"));
      stream_.handshake(asio::ssl::stream_base::client);
    }
  }

  std::optional<Response> send(const Request& request) {
    return secure_ ? exchange(stream_, request) : exchange(stream_.next_layer(), request);
  }

private:
  static asio::ssl::context trusting(const std::optional<std::string>& authority_pem) {
    asio::ssl::context context(asio::ssl::context::tls_client);
    if (authority_pem) {
      context.add_certificate_authority(asio::buffer(*authority_pem));
    }
    return context;
  }

  template <class Stream>
  std::optional<Response> exchange(Stream& stream, const Request& request) {
    http::request<http::string_body> message(http::string_to_verb(request.method), request.target,
                                             11);
    message.set(http::field::host, "127.0.0.1");
    for (const auto& [name, value] : request.headers) {
      message.set(name, value);
    }
    message.body() = request.body;
    message.prepare_payload();
    boost::system::error_code error;
    http::write(stream, message, error);
    http::response<http::string_body> answer;
    http::read(stream, buffer_, answer, error);
    return error ? std::nullopt : std::optional(response_of(answer));
  }

  static Response response_of(const http::response<http::string_body>& answer) {
    Response response{.status = answer.result_int(), .headers = {}, .body = answer.body()};
    for (const auto& field : answer) {
      response.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    }
    return response;
  }

  bool secure_;
  asio::io_context io_;
  asio::ssl::context tls_;
  asio::ssl::stream<tcp::socket> stream_;
  boost::beast::flat_buffer buffer_;
};

HttpClient::HttpClient(std::uint16_t port, const std::optional<std::string>& authority_pem)
    : connection_(std::make_unique<Connection>(port, authority_pem)) {}

HttpClient::~HttpClient() = default;

std::optional<Response> HttpClient::send(const Request& request) {
  return connection_->send(request);
}

std::string gunzip(std::string_view bytes) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 32);
  std::string text(1u << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  int result = inflate(&stream, Z_FINISH);
  text.resize(result == Z_STREAM_END ? stream.total_out : 0);
  inflateEnd(&stream);
  return text;
}

} // namespace trainsync::simulator
