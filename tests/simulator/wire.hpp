// Answers as the bytes of HTTP/1.1.
#pragma once

#include "tests/simulator/message.hpp"

#include <string>
#include <string_view>

namespace trainsync::simulator {

struct Encoding {
  bool keep_alive = true;
  bool chunked = false; // otherwise Content-Length
  bool gzip = false;
};

// A body that the response itself says to be encoded is left as it is.
std::string encode(const Response& response, const Encoding& encoding);

// How an answer begins that never ends, and what then comes again and again.
struct Endless {
  std::string begin, again;
};
Endless endless(Delivery delivery);

// Does the header Accept-Encoding allow gzip?
bool accepts_gzip(std::string_view accept_encoding);

} // namespace trainsync::simulator
