// Numbers, times and lists as English sentences have them.
#pragma once

#include "daemon/model/stamp.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace trainsync::report {

std::string number(std::int64_t count);                    // 1,234,567
std::string counted(std::int64_t count, const char* one,   // "1 person", "1,200 people";
                    const std::string& many = {});         // without `many`, with an s
std::string percent(std::int64_t part, std::int64_t of);   // "48%", "<1%", "–" of nothing
std::string listed(const std::vector<std::string>& words); // "a, b and c"

std::string day(model::Stamp stamp);                  // 22 November 2026
std::string minute(model::Stamp stamp);               // 22 November 2026, 10:23 UTC
std::string age(model::Stamp then, model::Stamp now); // "5 minutes", "3 days"

} // namespace trainsync::report
