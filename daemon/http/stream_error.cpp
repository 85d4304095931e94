#include "daemon/http/stream_error.hpp"

#include "daemon/http/message.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/http/error.hpp>

namespace trainsync::http {

namespace asio = boost::asio;
using HttpError = boost::beast::http::error;

bool is_closed(boost::system::error_code error) {
  return error == HttpError::end_of_stream || error == HttpError::partial_message ||
         error == asio::error::eof || error == asio::error::connection_reset ||
         error == asio::error::connection_aborted || error == asio::error::broken_pipe ||
         error == asio::error::not_connected || error == asio::ssl::error::stream_truncated;
}

Error stream_error(boost::system::error_code error, const std::string& authority,
                   std::size_t max_body_bytes) {
  if (error == asio::error::operation_aborted) {
    return canceled_error();
  }
  if (error == HttpError::body_limit) {
    return body_too_large(authority, max_body_bytes);
  }
  if (error == HttpError::header_limit || error == HttpError::buffer_overflow) {
    return {Errc::too_large, "The headers of the answer of " + authority + " are larger than " +
                                 std::to_string(max_header_bytes) +
                                 " bytes. Check that base_url names the API."};
  }
  if (is_closed(error)) {
    return {Errc::closed,
            authority + " closed the connection before its answer was whole. It is asked again; if "
                        "this stays, look for a firewall or proxy that cuts connections."};
  }
  if (error.category() == boost::beast::http::make_error_code(HttpError::bad_status).category()) {
    return {
        Errc::protocol,
        authority +
            " answered with something that is not HTTP/1.1. Check that base_url names the API."};
  }
  if (error.category() == asio::error::get_ssl_category()) {
    return {Errc::tls,
            "The encrypted connection to " + authority + " failed: " + error.message() +
                ". It is tried again; if this stays, look for a device that alters traffic."};
  }
  return {Errc::connect, "The connection to " + authority + " failed: " + error.message() +
                             ". Check the network between here and there."};
}

Error connect_error(boost::system::error_code error, const std::string& authority, bool via_proxy) {
  if (error == asio::error::operation_aborted) {
    return canceled_error();
  }
  const std::string who = via_proxy ? "the proxy " + authority : authority;
  const std::string remedy = via_proxy
                                 ? "Check HTTPS_PROXY and that the proxy runs."
                                 : "Check the host and port, and that no firewall is in between.";
  if (error == asio::error::connection_refused) {
    return {Errc::connect, "No connection to " + who + ": it was refused. " + remedy};
  }
  return {Errc::connect, "No connection to " + who + ": " + error.message() + ". " + remedy};
}

} // namespace trainsync::http
