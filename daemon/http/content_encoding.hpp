// From the bytes of an answer's body to its text. Pure.
#pragma once

#include "daemon/http/client.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace trainsync::http {

// What the client says in Accept-Encoding.
inline constexpr auto accepted_encodings = "gzip, deflate";

// Decodes response.body in place as its Content-Encoding says. `from` names the server in the
// error: Errc::too_large or Errc::protocol. An empty body needs no decoding, whatever the header
// says.
std::optional<Error> decode_body(Response& response, std::size_t max_bytes,
                                 const std::string& from);

} // namespace trainsync::http
