// What others wrote, shortened for a message.
#pragma once

#include <string>

namespace trainsync::model {

// At most that many bytes of UTF-8, never ending inside a character.
inline std::string shortened(std::string text, std::size_t most_bytes) {
  if (text.size() <= most_bytes)
    return text;
  while (most_bytes > 0 && (static_cast<unsigned char>(text[most_bytes]) & 0xc0) == 0x80)
    --most_bytes;
  text.resize(most_bytes);
  return text;
}

} // namespace trainsync::model
