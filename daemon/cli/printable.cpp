#include "daemon/cli/printable.hpp"

#include "daemon/model/utf8.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace trainsync::cli {
namespace {

struct Range {
  char32_t first, last;
};

constexpr std::array wide{Range{0x1100, 0x115f},   Range{0x231a, 0x231b},   Range{0x23e9, 0x23ec},
                          Range{0x2614, 0x2615},   Range{0x2e80, 0x303e},   Range{0x3041, 0x33ff},
                          Range{0x3400, 0x4dbf},   Range{0x4e00, 0x9fff},   Range{0xa000, 0xa4cf},
                          Range{0xa960, 0xa97f},   Range{0xac00, 0xd7a3},   Range{0xf900, 0xfaff},
                          Range{0xfe30, 0xfe6f},   Range{0xff00, 0xff60},   Range{0xffe0, 0xffe6},
                          Range{0x1f300, 0x1f64f}, Range{0x1f680, 0x1f6ff}, Range{0x1f900, 0x1faff},
                          Range{0x20000, 0x3fffd}};

constexpr std::array no_width{Range{0x0300, 0x036f}, Range{0x0483, 0x0489}, Range{0x0591, 0x05bd},
                              Range{0x0610, 0x061a}, Range{0x064b, 0x065f}, Range{0x1ab0, 0x1aff},
                              Range{0x1dc0, 0x1dff}, Range{0x200b, 0x200f}, Range{0x202a, 0x202e},
                              Range{0x2060, 0x2064}, Range{0x20d0, 0x20ff}, Range{0xfe00, 0xfe0f},
                              Range{0xfe20, 0xfe2f}, Range{0xfeff, 0xfeff}};

bool is_in(std::span<const Range> ranges, char32_t c) {
  return std::ranges::any_of(
      ranges, [c](const Range& range) { return range.first <= c && c <= range.last; });
}

std::size_t columns_of(const model::Character& character) {
  return character.bytes == 0              ? 1
         : is_in(no_width, character.code) ? 0
         : is_in(wide, character.code)     ? 2
                                           : 1;
}

// Where to end a line that has room for `room` columns, in bytes.
std::size_t line_end(std::string_view text, std::size_t room) {
  std::size_t at = 0, used = 0, blank = std::string_view::npos;
  while (at < text.size() && used < room) {
    if (text[at] == ' ')
      blank = at;
    const model::Character next = model::first_character(text.substr(at));
    if (used > 0 && used + columns_of(next) > room)
      break;
    at += std::max<std::size_t>(1, next.bytes);
    used += columns_of(next);
  }
  if (at == text.size() || text[at] == ' ')
    return at;
  return blank == std::string_view::npos || blank == 0 ? at : blank;
}

} // namespace

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const model::Character next = model::first_character(text);
    if (next.bytes == 0)
      shown += fmt::format("\\x{{{:02x}}}", static_cast<unsigned char>(text.front()));
    else if (model::is_harmful(next.code))
      shown += fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(next.code));
    else
      shown += text.substr(0, next.bytes);
    text.remove_prefix(std::max<std::size_t>(1, next.bytes));
  }
  return shown;
}

std::size_t columns(std::string_view printable) {
  std::size_t columns = 0;
  while (!printable.empty()) {
    const model::Character next = model::first_character(printable);
    columns += columns_of(next);
    printable.remove_prefix(std::max<std::size_t>(1, next.bytes));
  }
  return columns;
}

std::string fitted(std::string_view printable, std::size_t columns) {
  if (cli::columns(printable) <= columns)
    return std::string(printable);
  if (columns == 0)
    return {};
  std::size_t at = 0;
  for (std::size_t used = 0;;) {
    const model::Character next = model::first_character(printable.substr(at));
    used += columns_of(next);
    if (used > columns - 1)
      return std::string(printable.substr(0, at)) + "…";
    at += std::max<std::size_t>(1, next.bytes);
  }
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
