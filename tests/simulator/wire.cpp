#include "tests/simulator/wire.hpp"

#include "tests/simulator/gzip.hpp"

#include <charconv>
#include <ostream> // Beast 1.81 uses it without including it

#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/status.hpp>

namespace trainsync::simulator {
namespace {

namespace http = boost::beast::http;

std::string in_chunks(std::string_view body) {
  constexpr std::size_t chunk_bytes = 4096;
  std::string wire;
  for (std::size_t begin = 0; begin < body.size(); begin += chunk_bytes) {
    std::string_view chunk = body.substr(begin, chunk_bytes);
    char size[16];
    auto end = std::to_chars(size, size + sizeof size, chunk.size(), 16).ptr;
    wire.append(size, end).append("\r\n").append(chunk).append("\r\n");
  }
  return wire + "0\r\n\r\n";
}

void add_header(std::string& wire, std::string_view name, std::string_view value) {
  wire.append(name).append(": ").append(value).append("\r\n");
}

} // namespace

std::string encode(const Response& response, const Encoding& encoding) {
  auto reason = http::obsolete_reason(http::int_to_status(response.status));
  std::string wire = "HTTP/1.1 " + std::to_string(response.status) + " " +
                     std::string(reason.data(), reason.size()) + "\r\n";
  for (const auto& [name, value] : response.headers) {
    add_header(wire, name, value);
  }
  bool packed =
      encoding.gzip && !response.body.empty() && !find_header(response.headers, "Content-Encoding");
  std::string body = packed ? gzip(response.body) : response.body;
  if (packed) {
    add_header(wire, "Content-Encoding", "gzip");
  }
  add_header(wire, "Connection", encoding.keep_alive ? "keep-alive" : "close");
  if (encoding.chunked) {
    add_header(wire, "Transfer-Encoding", "chunked");
  } else {
    add_header(wire, "Content-Length", std::to_string(body.size()));
  }
  return wire + "\r\n" + (encoding.chunked ? in_chunks(body) : body);
}

Endless endless(Delivery delivery) {
  const std::string block(64 * 1024, ' ');
  if (delivery == Delivery::endless_headers) {
    return {"HTTP/1.1 200 OK\r\n", "X-Filler: " + block + "x\r\n"};
  }
  return {"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[", block};
}

bool accepts_gzip(std::string_view accept_encoding) {
  return http::token_list{{accept_encoding.data(), accept_encoding.size()}}.exists("gzip");
}

} // namespace trainsync::simulator
