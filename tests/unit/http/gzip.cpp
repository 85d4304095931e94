#include "tests/unit/http/gzip.hpp"

#include <zlib.h>

namespace trainsync::http::test {

std::string compressed(std::string_view text, Wrapping wrapping) {
  const int bits = wrapping == Wrapping::gzip ? 15 + 16 : wrapping == Wrapping::zlib ? 15 : -15;
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

} // namespace trainsync::http::test
