// How TLS is spoken here: 1.2 or later, certificates verified, always.
#pragma once

#include "daemon/http/client.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>

#include <expected>
#include <string>

namespace trainsync::http {

// `ca_file`: PEM, instead of the system's; empty: the system's. Errc::config where it cannot be
// read.
std::expected<boost::asio::ssl::context, Error> make_tls_context(const std::string& ca_file);

// Before the handshake: the name to ask for (SNI) and the name or address that the certificate must
// be for.
std::expected<void, Error> expect_host(SSL* session, const std::string& host);

// Why the handshake failed. `verify_result`: SSL_get_verify_result().
Error handshake_error(boost::system::error_code error, long verify_result,
                      const std::string& authority);

} // namespace trainsync::http
