// Real servers on 127.0.0.1 that play a script, for the client's tests. They share the client's
// io_context.
#pragma once

#include "tests/unit/http/certificates.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace trainsync::http::test {

// The server's end of one connection.
class Peer {
public:
  virtual ~Peer() = default;

  // Head and body; empty when the client has gone.
  virtual boost::asio::awaitable<std::string> read_request() = 0;
  // False when the client has gone.
  virtual boost::asio::awaitable<bool> write(std::string bytes) = 0;
  // Ends the connection: properly (under TLS with its farewell), or by a reset.
  virtual boost::asio::awaitable<void> finish() = 0;
  virtual void reset() = 0;
};

// Plays one connection; `number` counts them from 1. The connection is closed when it returns.
using Script = std::function<boost::asio::awaitable<void>(Peer& peer, int number)>;

struct Tls {
  Identity identity;
  bool only_1_1 = false;
};

class LoopbackServer {
public:
  LoopbackServer(boost::asio::io_context& io, Script script);
  LoopbackServer(boost::asio::io_context& io, Script script, const Tls& tls);
  ~LoopbackServer();

  std::uint16_t port() const;
  int connections() const;                                // accepted so far
  const std::vector<std::string>& requests() const;       // that scripts have read so far
  const std::vector<std::string>& server_names() const;   // SNI of each handshake; "" for none
  std::string url(const std::string& target = "/") const; // http or https, to 127.0.0.1

private:
  struct State;
  std::shared_ptr<State> state_;
};

// Answers every request on every connection with these bytes.
Script always(std::string answer);

// Reads requests and never says a word.
Script silent();

std::string answer(const std::string& status, const std::string& body,
                   const std::string& more_headers = "");

} // namespace trainsync::http::test
