// Small helpers over requests and answers that several files of this folder share. Pure.
#pragma once

#include "daemon/http/client.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace trainsync::http {

inline constexpr std::size_t max_header_bytes = std::size_t{64} * 1024;

// ASCII, whatever the case.
bool same_word(std::string_view a, std::string_view b);

// Without blanks at either end.
std::string_view trimmed(std::string_view text);

// "1.5 s", "250 ms": a time limit as messages show it.
std::string duration_words(std::chrono::milliseconds duration);

// Why the request must not be put on the wire: a method or header that would break the framing.
// Errc::config.
std::optional<Error> unsendable(const Request& request);

Error body_too_large(const std::string& from, std::size_t max_bytes);
Error canceled_error();

} // namespace trainsync::http
