// HTTP statuses in words, for messages. Pure.
#pragma once

#include <string>

namespace trainsync::http {

// "429 (too many requests)"; a status without a name is its number alone.
std::string status_words(unsigned status);

} // namespace trainsync::http
