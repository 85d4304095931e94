// JSON of which a few words are wanted: errors, tokens.
#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string_view>

namespace trainsync::http {

inline constexpr std::size_t most_small_json_bytes = std::size_t{64} * 1024;

// Discarded where the body is no JSON, or longer than such a body ever is: a parser takes up to a
// hundred times the memory of what it parses.
inline nlohmann::json small_json(std::string_view body) {
  if (body.size() > most_small_json_bytes) {
    return nlohmann::json::value_t::discarded;
  }
  return nlohmann::json::parse(body, nullptr, false);
}

} // namespace trainsync::http
