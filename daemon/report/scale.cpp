#include "daemon/report/scale.hpp"

#include <algorithm>

namespace trainsync::report {
namespace {

constexpr std::int64_t most_marks = 5;

std::int64_t step_for(std::int64_t largest) {
  for (std::int64_t power = 1;; power *= 10)
    for (const std::int64_t factor : {1, 2, 5})
      if ((largest + factor * power - 1) / (factor * power) <= most_marks)
        return factor * power;
}

std::string in_units(std::int64_t count, std::int64_t unit, const char* name) {
  const std::int64_t tenths = count / (unit / 10) % 10;
  return std::to_string(count / unit) + (tenths > 0 ? "." + std::to_string(tenths) : "") + name;
}

} // namespace

Scale scale_to(std::int64_t largest) {
  largest = std::max<std::int64_t>(largest, 1);
  const std::int64_t step = step_for(largest);
  Scale scale;
  for (std::int64_t mark = step; mark < largest + step; mark += step)
    scale.marks.push_back(mark);
  scale.top = scale.marks.back();
  return scale;
}

std::string short_number(std::int64_t count) {
  if (count >= 1'000'000)
    return in_units(count, 1'000'000, "M");
  return count >= 1'000 ? in_units(count, 1'000, "k") : std::to_string(count);
}

} // namespace trainsync::report
