// Numbers in text. Pure.
#pragma once

#include <charconv>
#include <memory>
#include <optional>
#include <string_view>

namespace trainsync::http {

// Nothing where the text is not a number of that type from its first to its last character.
template <class Number>
std::optional<Number> number_in(std::string_view text) {
  const char* const begin = std::to_address(text.begin());
  const char* const end = std::to_address(text.end());
  Number number{};
  const auto [stop, error] = std::from_chars(begin, end, number);
  return error == std::errc{} && stop == end ? std::optional(number) : std::nullopt;
}

} // namespace trainsync::http
