#include "daemon/http/content_encoding.hpp"

#include "daemon/http/gunzip.hpp"
#include "daemon/http/message.hpp"

namespace trainsync::http {
namespace {

enum class Encoding { identity, compressed, unknown };

Encoding encoding_of(std::string_view name) {
  if (name.empty() || same_word(name, "identity")) {
    return Encoding::identity;
  }
  const bool known =
      same_word(name, "gzip") || same_word(name, "x-gzip") || same_word(name, "deflate");
  return known ? Encoding::compressed : Encoding::unknown;
}

Error undecodable(const std::string& from, InflateError why, std::size_t max_bytes) {
  if (why == InflateError::too_large) {
    return body_too_large(from, max_bytes);
  }
  return {Errc::protocol,
          "The compressed answer of " + from +
              (why == InflateError::truncated ? " ends early." : " is damaged.") +
              " It is asked for again; if this stays, a proxy in between may alter it."};
}

} // namespace

std::optional<Error> decode_body(Response& response, std::size_t max_bytes,
                                 const std::string& from) {
  if (response.body.empty()) {
    return std::nullopt;
  }
  switch (encoding_of(trimmed(response.header("Content-Encoding").value_or("")))) {
  case Encoding::identity:
    return std::nullopt;
  case Encoding::unknown:
    return Error{Errc::protocol,
                 "The answer of " + from +
                     " has a Content-Encoding that was not asked for. Only gzip and deflate are "
                     "understood; a proxy in between may have added it."};
  case Encoding::compressed:
    break;
  }
  auto decoded = gunzip(response.body, max_bytes);
  if (!decoded) {
    return undecodable(from, decoded.error(), max_bytes);
  }
  response.body = std::move(*decoded);
  return std::nullopt;
}

} // namespace trainsync::http
