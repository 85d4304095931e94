#include "daemon/model/utf8.hpp"

#include <array>
#include <cstdint>

namespace trainsync::model {
namespace {

struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 0; // 0: the text does not begin with a character
};

unsigned byte_at(std::string_view text, std::size_t position) {
  return static_cast<unsigned char>(text[position]);
}

// Unicode, table 3-7: neither longer forms than needed nor surrogates.
Character first_character(std::string_view text) {
  const unsigned lead = byte_at(text, 0);
  if (lead < 0x80)
    return {lead, 1};
  const std::size_t bytes = lead < 0xc2   ? 0
                            : lead < 0xe0 ? 2
                            : lead < 0xf0 ? 3
                            : lead < 0xf5 ? 4
                                          : 0;
  if (bytes == 0 || text.size() < bytes)
    return {};
  std::uint32_t code = lead & (0x7fu >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte_at(text, i) & 0xc0) != 0x80)
      return {};
    code = (code << 6) | (byte_at(text, i) & 0x3f);
  }
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (surrogate || code < least[bytes] || code > 0x10ffff)
    return {};
  return {code, bytes};
}

bool is_obeyed(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0x61c || code == 0x200e ||
         code == 0x200f || (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

} // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const Character character = first_character(text);
    if (character.bytes == 0)
      return false;
    text.remove_prefix(character.bytes);
  }
  return true;
}

std::string with_escaped_bytes(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string escaped;
  escaped.reserve(text.size());
  while (!text.empty()) {
    const Character character = first_character(text);
    const std::size_t bytes = character.bytes == 0 ? 1 : character.bytes;
    if (character.bytes == 0 || character.code == 0) {
      const unsigned byte = byte_at(text, 0);
      escaped += {'\\', 'x', digits[byte >> 4], digits[byte & 0xf]};
    } else {
      escaped += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return escaped;
}

std::string printable(std::string_view text, std::size_t most_bytes) {
  std::string shown;
  while (!text.empty()) {
    const Character character = first_character(text);
    const bool blank = character.bytes == 0 || is_obeyed(character.code);
    const std::size_t bytes = character.bytes == 0 ? 1 : character.bytes;
    const std::string_view next = blank ? " " : text.substr(0, bytes);
    if (shown.size() + next.size() > most_bytes)
      break;
    shown += next;
    text.remove_prefix(bytes);
  }
  return shown;
}

} // namespace trainsync::model
