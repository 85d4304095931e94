// Texts that others wrote, which may hold anything. Pure.
#pragma once

#include <string>
#include <string_view>

namespace trainsync::model {

bool is_utf8(std::string_view text);

// The text with every byte that UTF-8 does not allow there, and every NUL, written as \xNN.
std::string with_escaped_bytes(std::string_view text);

// For a message: at most that many bytes of valid UTF-8, never ending inside a character, on one
// line. Characters that a terminal would obey (controls, changes of the writing direction) become
// blanks.
std::string printable(std::string_view text, std::size_t most_bytes);

} // namespace trainsync::model
