// Texts that others wrote, which may hold anything. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace trainsync::model {

struct Character {
  char32_t code = 0;
  std::size_t bytes = 0; // 0: the text does not begin with a character
};

// Unicode, table 3-7: neither longer forms than needed nor surrogates. The text is not empty.
Character first_character(std::string_view text);

// Whether it could steer a terminal or deceive the eye: controls, signs that turn the direction of
// text, line separators, what nobody sees.
bool is_harmful(char32_t code);

bool is_utf8(std::string_view text);

// The text with every byte that UTF-8 does not allow there, and every NUL, written as \xNN.
std::string with_escaped_bytes(std::string_view text);

// For a message: at most that many bytes of valid UTF-8, never ending inside a character, on one
// line. Harmful characters become blanks.
std::string printable(std::string_view text, std::size_t most_bytes);

} // namespace trainsync::model
