#include "daemon/http/http_date.hpp"

#include "daemon/http/message.hpp"
#include "daemon/http/number.hpp"

#include <algorithm>
#include <vector>

namespace trainsync::http {
namespace {

constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::vector<std::string_view> split(std::string_view text) {
  constexpr std::string_view separators = " ,-:";
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  while ((begin = text.find_first_not_of(separators, begin)) != std::string_view::npos) {
    const auto end = std::min(text.find_first_of(separators, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return parts;
}

// -1: not a number.
int number(std::string_view digits) {
  return number_in<int>(digits).value_or(-1);
}

int year(std::string_view digits) {
  const int value = number(digits);
  if (value < 0 || digits.size() != 2) {
    return value;
  }
  return value + (value < 70 ? 2000 : 1900);
}

struct Fields {
  std::string_view day, month, year, hour, minute, second;
};

std::optional<Fields> fields(const std::vector<std::string_view>& parts) {
  if (parts.size() == 8 && (same_word(parts[7], "GMT") || same_word(parts[7], "UTC"))) {
    return Fields{parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]};
  }
  if (parts.size() == 7) {
    return Fields{parts[2], parts[1], parts[6], parts[3], parts[4], parts[5]};
  }
  return std::nullopt;
}

} // namespace

std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) {
  const auto found = fields(split(text));
  if (!found) {
    return std::nullopt;
  }
  const auto month =
      std::ranges::find_if(months, [&](auto name) { return same_word(name, found->month); });
  const int day = number(found->day), hour = number(found->hour), minute = number(found->minute),
            second = number(found->second), in_year = year(found->year);
  if (month == std::end(months) || day < 1 || day > 31 || in_year < 0 || in_year > 9999 ||
      hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{
      std::chrono::year{in_year},
      std::chrono::month{static_cast<unsigned>(month - std::begin(months) + 1)},
      std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) {
    return std::nullopt;
  }
  return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second};
}

} // namespace trainsync::http
