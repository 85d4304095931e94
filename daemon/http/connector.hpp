// Opens connections: resolving, connecting, the proxy and TLS.
#pragma once

#include "daemon/http/client.hpp"
#include "daemon/http/connection.hpp"
#include "daemon/http/resolver.hpp"
#include "daemon/http/url.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <expected>
#include <memory>

namespace trainsync::http {

// Used from the thread of its executor only; outlives the connections that it opened.
class Connector {
public:
  virtual ~Connector() = default;

  // Takes Options::connect_timeout at most, all steps together. `url` outlives it.
  virtual boost::asio::awaitable<std::expected<std::unique_ptr<Connection>, Error>>
  open(const Url& url) = 0;
};

// Errc::config where ca_file or https_proxy cannot be used.
std::expected<std::unique_ptr<Connector>, Error>
make_connector(const boost::asio::any_io_executor& executor, const Options& options, Lookup lookup);

} // namespace trainsync::http
