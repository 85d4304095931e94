// The report as one page of HTML: no scripts, nothing fetched, readable on a phone, on paper and by
// a screen reader.
#pragma once

#include "daemon/report/facts.hpp"

#include <string>

namespace trainsync::report {

std::string page(const Facts& facts, const std::string& version);

// Whether some list that the figures stand on is not up to date.
bool needs_attention(const Facts& facts);

} // namespace trainsync::report
