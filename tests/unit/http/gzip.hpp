// Compressed bodies for tests.
#pragma once

#include <string>
#include <string_view>

namespace trainsync::http::test {

enum class Wrapping { gzip, zlib, bare_deflate };

std::string compressed(std::string_view text, Wrapping wrapping = Wrapping::gzip);

} // namespace trainsync::http::test
