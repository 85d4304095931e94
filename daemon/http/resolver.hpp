// Host names to addresses, without ever holding up the executor or its end.
#pragma once

#include "daemon/http/client.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace trainsync::http {

// The addresses of a host, or why there are none, in words. Called on a thread of its own; may
// block.
using Lookup = std::function<std::expected<std::vector<boost::asio::ip::address>, std::string>(
    const std::string&)>;

// getaddrinfo.
Lookup system_lookup();

// Asio's own resolver cannot be cancelled while getaddrinfo runs, and its destruction waits for it.
// Here each lookup has a thread that nobody waits for: a cancelled resolve() returns at once, and
// so does the destructor. Used from the thread of its executor only; destroyed before the
// executor's context.
class Resolver {
public:
  Resolver(boost::asio::any_io_executor executor, Lookup lookup);
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  // At least one address, or Errc::resolve. An IP address is its own answer.
  boost::asio::awaitable<std::expected<std::vector<boost::asio::ip::address>, Error>>
  resolve(std::string host);

private:
  struct Door;

  std::expected<void, Error> start(const std::string& host, std::uint64_t call);

  Lookup lookup_;
  std::uint64_t last_call_ = 0;
  std::shared_ptr<Door> door_;
};

} // namespace trainsync::http
