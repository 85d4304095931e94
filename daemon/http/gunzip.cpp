#include "daemon/http/gunzip.hpp"

#include <array>
#include <limits>
#include <new>

#include <zlib.h>

namespace trainsync::http {
namespace {

constexpr int gzip_or_zlib = 15 + 32;
constexpr int bare_deflate = -15;

class Inflater {
public:
  Inflater(std::string_view encoded, int window_bits) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(encoded.data()));
    stream_.avail_in = static_cast<uInt>(encoded.size());
    if (inflateInit2(&stream_, window_bits) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  std::expected<std::string, InflateError> run(std::size_t max_bytes) {
    std::string out;
    while (true) {
      const int state = step(out);
      if (out.size() > max_bytes) {
        return std::unexpected(InflateError::too_large);
      }
      if (state == Z_STREAM_END && !next_member()) {
        return out;
      }
      if (state == Z_BUF_ERROR) {
        return std::unexpected(InflateError::truncated);
      }
      if (state != Z_OK && state != Z_STREAM_END) {
        return std::unexpected(InflateError::corrupt);
      }
    }
  }

private:
  // Z_BUF_ERROR: there is neither input nor output left to go on with.
  int step(std::string& out) {
    stream_.next_out = chunk_.data();
    stream_.avail_out = static_cast<uInt>(chunk_.size());
    const int state = inflate(&stream_, Z_NO_FLUSH);
    out.append(reinterpret_cast<const char*>(chunk_.data()), chunk_.size() - stream_.avail_out);
    return state;
  }

  bool next_member() {
    return stream_.avail_in >= 2 && stream_.next_in[0] == 0x1f && stream_.next_in[1] == 0x8b &&
           inflateReset(&stream_) == Z_OK;
  }

  z_stream stream_{};
  std::array<Bytef, 32'768> chunk_{};
};

} // namespace

std::expected<std::string, InflateError> gunzip(std::string_view encoded, std::size_t max_bytes) {
  if (encoded.size() > std::numeric_limits<uInt>::max()) {
    return std::unexpected(InflateError::too_large);
  }
  auto decoded = Inflater(encoded, gzip_or_zlib).run(max_bytes);
  const bool gzip = encoded.starts_with("\x1f\x8b");
  if (decoded || decoded.error() != InflateError::corrupt || gzip) {
    return decoded;
  }
  return Inflater(encoded, bare_deflate).run(max_bytes);
}

} // namespace trainsync::http
