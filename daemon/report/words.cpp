#include "daemon/report/words.hpp"

#include "daemon/report/calendar.hpp"

#include <cmath>

namespace trainsync::report {

std::string number(std::int64_t count) {
  std::string digits = std::to_string(count);
  const std::size_t first = count < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;)
    digits.insert(at -= 3, ",");
  return digits;
}

std::string counted(std::int64_t count, const char* one, const std::string& many) {
  return number(count) + " " + (count == 1 ? one : many.empty() ? std::string(one) + "s" : many);
}

std::string percent(std::int64_t part, std::int64_t of) {
  if (of == 0)
    return "–";
  if (part > 0 && part * 100 < of)
    return "<1%";
  if (part < of && part * 100 > of * 99)
    return ">99%";
  return std::to_string(std::llround(100.0 * static_cast<double>(part) / static_cast<double>(of))) +
         "%";
}

std::string listed(const std::vector<std::string>& words) {
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i)
    list += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  return list;
}

std::string day(model::Stamp stamp) {
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(stamp)};
  return std::to_string(static_cast<unsigned>(date.day())) + " " + month_name(date.month()) + " " +
         std::to_string(static_cast<int>(date.year()));
}

std::string minute(model::Stamp stamp) {
  return day(stamp) + ", " + model::format_stamp(stamp).substr(11, 5) + " UTC";
}

std::string age(model::Stamp then, model::Stamp now) {
  using namespace std::chrono;
  const auto passed = now - then;
  if (passed < 2min)
    return passed < 1min ? "less than a minute" : "1 minute";
  if (passed < 2h)
    return number(duration_cast<minutes>(passed).count()) + " minutes";
  if (passed < 48h)
    return number(duration_cast<hours>(passed).count()) + " hours";
  return number(duration_cast<days>(passed).count()) + " days";
}

} // namespace trainsync::report
