#include "daemon/model/utf8.hpp"

#include <array>

namespace trainsync::model {
namespace {

unsigned byte_at(std::string_view text, std::size_t position) {
  return static_cast<unsigned char>(text[position]);
}

std::size_t length_of(unsigned lead) {
  return lead < 0x80             ? 1
         : (lead & 0xe0) == 0xc0 ? 2
         : (lead & 0xf0) == 0xe0 ? 3
         : (lead & 0xf8) == 0xf0 ? 4
                                 : 0;
}

} // namespace

Character first_character(std::string_view text) {
  const unsigned lead = byte_at(text, 0);
  const std::size_t bytes = length_of(lead);
  if (bytes == 0 || text.size() < bytes)
    return {};
  if (bytes == 1)
    return {lead, 1};
  char32_t code = lead & (0x7fu >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte_at(text, i) & 0xc0) != 0x80)
      return {};
    code = (code << 6) | (byte_at(text, i) & 0x3f);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (code < least[bytes] || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff)
    return {};
  return {code, bytes};
}

bool is_harmful(char32_t code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x061c || code == 0x200e ||
         code == 0x200f || (code >= 0x2028 && code <= 0x202e) ||
         (code >= 0x2066 && code <= 0x2069) || code == 0xfeff ||
         (code >= 0xe0000 && code <= 0xe007f);
}

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
    const bool blank = character.bytes == 0 || is_harmful(character.code);
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
