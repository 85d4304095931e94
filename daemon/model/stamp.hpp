// Points in time as the APIs write them and as the file keeps them: the one place that reads and
// formats stamps.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace trainsync::model {

using Stamp = std::chrono::sys_time<std::chrono::milliseconds>;

// ISO 8601 date and time with a zone (Z or ±hh:mm; none means UTC), or a bare date (midnight UTC).
// Finer than a millisecond is cut off. Nothing when the text is no such stamp, or its year is not
// one of 1 to 9999.
std::optional<Stamp> parse_stamp(std::string_view text);

// YYYY-MM-DDTHH:MM:SS.sssZ (years 0 to 9999), which sorts as text and which SQLite's date functions
// take.
std::string format_stamp(Stamp stamp);

} // namespace trainsync::model
