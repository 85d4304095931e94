// What a failed read or write on an open connection means, in words. Pure.
#pragma once

#include "daemon/http/client.hpp"

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <string>

namespace trainsync::http {

// Whether the peer ended the connection, in whatever way.
bool is_closed(boost::system::error_code error);

Error stream_error(boost::system::error_code error, const std::string& authority,
                   std::size_t max_body_bytes);

// The connection could not be made; `via_proxy` says what to look at.
Error connect_error(boost::system::error_code error, const std::string& authority, bool via_proxy);

} // namespace trainsync::http
