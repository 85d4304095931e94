// Decoding of gzip and deflate bodies with a cap on what comes out. Pure.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace trainsync::http {

enum class InflateError {
  corrupt,   // not gzip, zlib or deflate, or a checksum does not fit
  truncated, // the end is missing
  too_large  // more than max_bytes would come out
};

// Takes gzip (one member or several), zlib, and the bare deflate that some servers send for
// "deflate". Bytes after the end are left unread. Never holds more than max_bytes of output.
std::expected<std::string, InflateError> gunzip(std::string_view encoded, std::size_t max_bytes);

} // namespace trainsync::http
