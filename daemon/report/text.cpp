#include "daemon/report/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace trainsync::report {
namespace {

constexpr char32_t replacement = 0xfffd;
constexpr std::size_t most_points_a_column = 4; // marks above and below letters take no column

struct Range {
  char32_t first, last;
};

template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, char32_t point) {
  return std::ranges::any_of(
      ranges, [point](Range range) { return range.first <= point && point <= range.last; });
}

constexpr std::array direction_marks{Range{0x202a, 0x202e}, Range{0x2066, 0x2069}};
constexpr std::array blanks{Range{'\t', '\r'}, Range{' ', ' '}, Range{0x2028, 0x2029}};
constexpr std::array unfit{Range{0, 0x1f}, Range{0x7f, 0x9f}, Range{0xfdd0, 0xfdef},
                           Range{0xfff9, 0xfffb}};
constexpr std::array wide{Range{0x1100, 0x115f}, Range{0x2e80, 0xa4cf},   Range{0xac00, 0xd7a3},
                          Range{0xf900, 0xfaff}, Range{0xfe30, 0xfe6f},   Range{0xff00, 0xff60},
                          Range{0xffe0, 0xffe6}, Range{0x1f300, 0x1faff}, Range{0x20000, 0x3fffd}};
constexpr std::array no_column{Range{0x300, 0x36f}, Range{0x200b, 0x200f}, Range{0xfe00, 0xfe0f}};

std::size_t columns_of(char32_t point) {
  return is_in(no_column, point) ? 0 : is_in(wide, point) ? 2 : 1;
}

// The bytes that a sequence has by its first one; 0 where none begins so.
std::size_t length_of(unsigned char lead) {
  return lead < 0x80   ? 1
         : lead < 0xc2 ? 0
         : lead < 0xe0 ? 2
         : lead < 0xf0 ? 3
         : lead < 0xf5 ? 4
                       : 0;
}

// Takes one character off the front; the replacement for a byte that begins none.
char32_t take(std::string_view& rest) {
  constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  const auto lead = static_cast<unsigned char>(rest.front());
  const std::size_t length = length_of(lead);
  bool valid = length > 0 && rest.size() >= length;
  char32_t point = length < 2 ? lead : lead & (0xffU >> (length + 1));
  for (std::size_t i = 1; valid && i < length; ++i) {
    const auto byte = static_cast<unsigned char>(rest[i]);
    valid = (byte & 0xc0) == 0x80;
    point = point << 6 | (byte & 0x3f);
  }
  valid = valid && point >= smallest[length] && point <= 0x10ffff && (point & 0xfffff800) != 0xd800;
  rest.remove_prefix(valid ? length : 1);
  return valid ? point : replacement;
}

void append(std::string& text, char32_t point) {
  const auto tail = [&](int shift) { text += static_cast<char>(0x80 | (point >> shift & 0x3f)); };
  if (point < 0x80) {
    text += static_cast<char>(point);
  } else if (point < 0x800) {
    text += static_cast<char>(0xc0 | point >> 6);
    tail(0);
  } else if (point < 0x10000) {
    text += static_cast<char>(0xe0 | point >> 12);
    tail(6), tail(0);
  } else {
    text += static_cast<char>(0xf0 | point >> 18);
    tail(12), tail(6), tail(0);
  }
}

} // namespace

std::string clipped(std::string_view foreign, std::size_t columns) {
  std::string text;
  std::size_t width = 0, points = 0, room_for_dots = 0;
  while (!foreign.empty()) {
    char32_t point = take(foreign);
    if (is_in(direction_marks, point))
      continue;
    if (is_in(blanks, point)) {
      if (text.empty() || text.back() == ' ')
        continue;
      point = ' ';
    } else if (is_in(unfit, point) || (point & 0xfffe) == 0xfffe) {
      point = replacement;
    }
    width += columns_of(point);
    if (width > columns || ++points > columns * most_points_a_column)
      return text.substr(0, room_for_dots) + "…";
    append(text, point);
    if (width < columns)
      room_for_dots = text.size();
  }
  if (text.ends_with(' '))
    text.pop_back();
  return text;
}

} // namespace trainsync::report
