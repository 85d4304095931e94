// Connections over given streams. Apart from connection.hpp, to keep OpenSSL out of the client's
// own code.
#pragma once

#include "daemon/http/connection.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <memory>

namespace trainsync::http {

using TlsStream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket>;

// `limits` outlives the connection.
std::unique_ptr<Connection> make_connection(boost::asio::ip::tcp::socket socket,
                                            const Limits& limits);
std::unique_ptr<Connection> make_connection(TlsStream stream, const Limits& limits);

// Asks the proxy for a tunnel to `target` ("host:port"). `authorization` may be empty. Errc::proxy
// where it refuses; the names of both stand in the message.
boost::asio::awaitable<std::expected<void, Error>> open_tunnel(boost::asio::ip::tcp::socket& socket,
                                                               std::string target,
                                                               std::string authorization,
                                                               std::string proxy_name);

} // namespace trainsync::http
