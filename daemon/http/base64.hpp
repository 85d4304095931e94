// Base64 with padding (RFC 4648, 4), as HTTP Basic authentication has it. Pure.
#pragma once

#include <string>
#include <string_view>

namespace trainsync::http {

std::string base64(std::string_view bytes);

} // namespace trainsync::http
