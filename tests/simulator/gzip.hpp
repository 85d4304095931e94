#pragma once

#include <string>
#include <string_view>

namespace trainsync::simulator {

// The bytes in gzip's format.
std::string gzip(std::string_view bytes);

} // namespace trainsync::simulator
