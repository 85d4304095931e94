// The simulator's notion of time, and the forms in which both APIs write it. Nothing here reads a
// clock: whoever asks for a page says what time it is.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace trainsync::simulator {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;

// "2026-03-01T10:00:00.000Z", Learn's form.
std::string with_milliseconds(Time time);

// "2026-03-01T10:00:00Z", Exec's form; the milliseconds are cut off.
std::string with_seconds(Time time);

// "Sun, 01 Mar 2026 10:00:00 GMT", for the headers Date and Retry-After.
std::string as_http_date(Time time);

// An ISO 8601 date-time with date, time and zone ("Z" or "+01:00"), fraction optional. Anything
// less is nothing, a bare date and a day that does not exist included.
std::optional<Time> parse_date_time(std::string_view text);

} // namespace trainsync::simulator
