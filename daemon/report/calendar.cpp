#include "daemon/report/calendar.hpp"

#include <array>
#include <charconv>

namespace trainsync::report {
namespace {

using namespace std::chrono;

std::optional<int> digits(std::string_view stamp, std::size_t from, std::size_t length) {
  int value = 0;
  if (stamp.size() < from + length)
    return std::nullopt;
  const char* const end = stamp.data() + from + length;
  if (std::from_chars(stamp.data() + from, end, value).ptr != end)
    return std::nullopt;
  return value;
}

std::optional<std::size_t> within(std::int64_t index, int count) {
  if (index < 0 || index >= count)
    return std::nullopt;
  return static_cast<std::size_t>(index);
}

year_month month_of(model::Stamp stamp) {
  const year_month_day date{floor<days>(stamp)};
  return date.year() / date.month();
}

sys_days monday_of(sys_days date) {
  return date - (weekday(date) - Monday);
}

} // namespace

std::optional<year_month> month_of(std::string_view stamp) {
  const auto y = digits(stamp, 0, 4), m = digits(stamp, 5, 2);
  if (!y || !m || *m < 1 || *m > 12)
    return std::nullopt;
  return year(*y) / month(static_cast<unsigned>(*m));
}

std::string month_name(month month) {
  static constexpr std::array names{"January",   "February", "March",    "April",
                                    "May",       "June",     "July",     "August",
                                    "September", "October",  "November", "December"};
  return names.at(static_cast<unsigned>(month) - 1);
}

Months::Months(model::Stamp now, int count)
    : first_(month_of(now) - months(count - 1)), count_(count) {}

std::optional<std::size_t> Months::index_of(std::string_view stamp) const {
  const auto month = month_of(stamp);
  return month ? within((*month - first_).count(), count_) : std::nullopt;
}

Weeks::Weeks(model::Stamp now, int count)
    : first_(monday_of(floor<days>(now)) - days(7 * (count - 1))), count_(count) {}

std::optional<std::size_t> Weeks::index_of(std::string_view stamp) const {
  const auto month = month_of(stamp);
  const auto day = digits(stamp, 8, 2);
  if (!month || !day)
    return std::nullopt;
  const sys_days date = *month / *day;
  return within(floor<weeks>(date - first_).count(), count_);
}

} // namespace trainsync::report
