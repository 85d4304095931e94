// Small helpers for text that goes into messages and TOML.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace trainsync::config {

// UTF-8 with all that a terminal obeys as TOML escapes it: controls, changes of the direction.
std::string without_controls(std::string_view text);

// As a TOML basic string, in double quotes, without_controls.
std::string in_quotes(std::string_view text);

bool has_control_character(std::string_view text);

// "a, b or c"
std::string either(std::span<const std::string> words);

// The word that was probably meant, or empty where none is close.
std::string nearest(std::string_view written, std::span<const std::string> words);

} // namespace trainsync::config
