#include "config/text.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

namespace trainsync::config {
namespace {

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

// The character at the begin of the text, where it is one of those beyond ASCII that a terminal
// obeys: controls, and changes of the writing direction. Else 0.
unsigned obeyed_beyond_ascii(std::string_view text) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  const unsigned two = (byte(0) & 0x1f) << 6 | (byte(1) & 0x3f);
  if ((byte(0) == 0xc2 && byte(1) >= 0x80 && byte(1) < 0xa0) || (byte(0) == 0xd8 && two == 0x61c))
    return two;
  const unsigned three = 0x2000 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
  const bool marks = three == 0x200e || three == 0x200f || (three >= 0x2028 && three <= 0x202e) ||
                     (three >= 0x2066 && three <= 0x2069);
  return byte(0) == 0xe2 && byte(2) >= 0x80 && marks ? three : 0;
}

std::string escaped(unsigned code) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  return {'\\', 'u', hex[code >> 12], hex[code >> 8 & 15], hex[code >> 4 & 15], hex[code & 15]};
}

// Edits from one word to the other, a swap of two neighbours counted as one.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const std::size_t substitution = a[i - 1] == b[j - 1] ? 0 : 1;
      cost[i][j] =
          std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + substitution});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

} // namespace

std::string without_controls(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const unsigned beyond = obeyed_beyond_ascii(text);
    const std::size_t bytes = beyond == 0 ? 1 : beyond < 0x800 ? 2 : 3;
    if (beyond != 0)
      out += escaped(beyond);
    else
      out += is_control(text[0]) ? escaped(static_cast<unsigned char>(text[0]))
                                 : std::string(1, text[0]);
    text.remove_prefix(bytes);
  }
  return out;
}

std::string in_quotes(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out += '\\';
    out += c;
  }
  return '"' + without_controls(out) + '"';
}

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text, is_control);
}

std::string either(std::span<const std::string> words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0)
      out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

std::string nearest(std::string_view written, std::span<const std::string> words) {
  constexpr std::size_t longest_compared = 100;
  if (written.size() > longest_compared)
    return {};
  auto best = std::max<std::size_t>(2, written.size() / 3) + 1;
  std::string found;
  for (const auto& word : words) {
    // A short word is not "close" to one with which it shares no more than a letter.
    const auto edits = distance(written, word);
    if (edits < best && edits < std::max(written.size(), word.size()) - 1) {
      best = edits;
      found = word;
    }
  }
  return found;
}

} // namespace trainsync::config
