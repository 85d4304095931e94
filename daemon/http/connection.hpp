// One open connection, in plain text or under TLS.
#pragma once

#include "daemon/http/client.hpp"
#include "daemon/http/url.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <expected>
#include <string>

namespace trainsync::http {

struct Failure {
  Error error;
  bool stale = false; // the connection was closed before the first byte of an answer
};

// What a connection needs of the Options.
struct Limits {
  std::size_t max_body_bytes = 0;
  std::string user_agent;
};

// One exchange at a time. After a failure, or when it is not reusable, it is good for nothing but
// destruction.
class Connection {
public:
  virtual ~Connection() = default;

  // The body comes as it was sent, still compressed. No time limit; ends at once when the coroutine
  // is cancelled. `request` and `url` outlive it.
  virtual boost::asio::awaitable<std::expected<Response, Failure>> exchange(const Request& request,
                                                                            const Url& url) = 0;
  virtual bool reusable() const = 0;
};

} // namespace trainsync::http
