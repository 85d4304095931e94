// Points in time as a person reads them on a page. Pure; all in UTC.
#pragma once

#include "daemon/model/stamp.hpp"

#include <string>

namespace trainsync::cli {

// "2026-03-31 10:13:05"
std::string moment(model::Stamp stamp);

// "2 min ago", "in 3 h", "now"
std::string distance(model::Stamp stamp, model::Stamp now);

// "45 s", "2 min", "3 h 20 min", "5 days": rounded down, for 0 and more.
std::string span_words(std::chrono::milliseconds span);

// "1,234,567"
std::string with_commas(std::int64_t number);

} // namespace trainsync::cli
