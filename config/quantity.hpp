// Durations and sizes as people write them: a whole number and a unit, "250ms" "5m" "90d", "500KB"
// "32MiB".
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace trainsync::config {

// An error completes the sentence that begins with the key's name, and has no full stop.
std::expected<std::chrono::milliseconds, std::string> parse_duration(std::string_view text);
std::expected<std::size_t, std::string> parse_size(std::string_view text); // bytes

// The shortest way to write it that loses nothing, never as a single minute, hour or day: "60s" and
// "24h", but "90d".
std::string show_duration(std::chrono::milliseconds duration);
std::string show_size(std::size_t bytes);

} // namespace trainsync::config
