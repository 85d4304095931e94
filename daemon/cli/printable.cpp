#include "daemon/cli/printable.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace trainsync::cli {
namespace {

struct Character {
  char32_t code = 0;
  std::size_t bytes = 0; // 0: no UTF-8
};

std::size_t length_of(unsigned char lead) {
  return lead < 0x80             ? 1
         : (lead & 0xe0) == 0xc0 ? 2
         : (lead & 0xf0) == 0xe0 ? 3
         : (lead & 0xf8) == 0xf0 ? 4
                                 : 0;
}

// The first character. Too long forms, surrogates and what lies beyond Unicode are none.
Character first_of(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = length_of(lead);
  if (length == 0 || length > text.size())
    return {};
  if (length == 1)
    return {lead, 1};
  char32_t code = lead & (0x7fu >> length);
  for (const char c : text.substr(1, length - 1)) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) != 0x80)
      return {};
    code = code << 6 | (byte & 0x3fu);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (code < least[length] || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff)
    return {};
  return {code, length};
}

bool is_harmful(char32_t code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x061c || code == 0x200e ||
         code == 0x200f || (code >= 0x2028 && code <= 0x202e) ||
         (code >= 0x2066 && code <= 0x2069) || code == 0xfeff ||
         (code >= 0xe0000 && code <= 0xe007f);
}

// Where to end a line that has room for `room` columns, in bytes.
std::size_t line_end(std::string_view text, std::size_t room) {
  std::size_t at = 0, used = 0, blank = std::string_view::npos;
  while (at < text.size() && used < room) {
    if (text[at] == ' ')
      blank = at;
    at += std::max<std::size_t>(1, first_of(text.substr(at)).bytes);
    ++used;
  }
  if (at == text.size() || text[at] == ' ')
    return at;
  return blank == std::string_view::npos || blank == 0 ? at : blank;
}

} // namespace

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const Character next = first_of(text);
    if (next.bytes == 0)
      shown += fmt::format("\\x{{{:02x}}}", static_cast<unsigned char>(text.front()));
    else if (is_harmful(next.code))
      shown += fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(next.code));
    else
      shown += text.substr(0, next.bytes);
    text.remove_prefix(std::max<std::size_t>(1, next.bytes));
  }
  return shown;
}

std::size_t columns(std::string_view printable) {
  return static_cast<std::size_t>(std::ranges::count_if(
      printable, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string wrapped(std::string_view printable, std::size_t first, std::size_t indent,
                    std::size_t width) {
  std::string text;
  std::size_t used = first;
  for (;;) {
    const std::size_t end = line_end(printable, used < width ? width - used : 1);
    text += printable.substr(0, end);
    printable.remove_prefix(end);
    if (printable.starts_with(' '))
      printable.remove_prefix(1);
    if (printable.empty())
      return text;
    text += "\n" + std::string(indent, ' ');
    used = indent;
  }
}

} // namespace trainsync::cli
