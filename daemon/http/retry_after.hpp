// What an answer says about time: how long to wait, and what the server's clock shows. Pure.
#pragma once

#include "daemon/http/client.hpp"

#include <chrono>
#include <optional>

namespace trainsync::http {

// No answer makes anyone wait longer than this.
inline constexpr std::chrono::hours longest_wait{48};

// The server's clock, from the Date header.
std::optional<std::chrono::sys_seconds> date(const Response& response);

// The wait that the answer asks for: the Retry-After header, in seconds or as a date, else
// `retry_after` in the JSON body (a number or a numeric string, in seconds; at the top or inside
// `error`). Between 0 and longest_wait. A date is taken against the answer's own Date, else against
// `now`; without either it says nothing.
std::optional<std::chrono::milliseconds> retry_after(const Response& response,
                                                     std::optional<std::chrono::sys_seconds> now);

} // namespace trainsync::http
