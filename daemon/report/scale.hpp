// An axis from 0 to a round number.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace trainsync::report {

struct Scale {
  std::int64_t top = 1;
  std::vector<std::int64_t> marks; // above 0, evenly spaced, the last is `top`
};

// The smallest such axis that holds `largest`, with two to five marks at 1, 2 or 5 times a power of
// ten.
Scale scale_to(std::int64_t largest);

std::string short_number(std::int64_t count); // 900, 20k, 1.5M

} // namespace trainsync::report
