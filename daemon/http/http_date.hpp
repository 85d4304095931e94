// Dates as HTTP headers have them (RFC 9110, 5.6.7). Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace trainsync::http {

// "Sun, 06 Nov 1994 08:49:37 GMT", and the two obsolete forms "Sunday, 06-Nov-94 08:49:37 GMT"
// (years 70 to 99 are 19xx) and "Sun Nov  6 08:49:37 1994". Nothing where it is none of them, or
// not a date of the calendar.
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);

} // namespace trainsync::http
