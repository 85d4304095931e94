#include "daemon/model/stamp.hpp"

#include <cstdint>

namespace trainsync::model {
namespace {

using namespace std::chrono;

// Reads a stamp's text from the left; every read fails for good once one has failed.
class Reader {
public:
  explicit Reader(std::string_view text) : rest_(text) {}

  int digits(int count) {
    int value = 0;
    for (int i = 0; i < count; ++i) {
      if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9')
        return fail();
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }
  bool take(char wanted) {
    if (rest_.empty() || rest_.front() != wanted)
      return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char wanted) {
    if (!take(wanted))
      fail();
  }
  milliseconds fraction() {
    int value = 0, places = 0;
    for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; ++places) {
      if (places < 3)
        value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    if (places == 0)
      fail();
    for (; places < 3; ++places)
      value *= 10;
    return milliseconds(value);
  }
  minutes zone() {
    if (rest_.empty() || take('Z') || take('z'))
      return minutes(0);
    const int sign = take('-') ? -1 : (expect('+'), 1);
    const int hour = digits(2);
    const bool separated = take(':');
    const int minute = rest_.empty() && !separated ? 0 : digits(2);
    if (hour > 23 || minute > 59)
      fail();
    return sign * (hours(hour) + minutes(minute));
  }
  int fail() {
    failed_ = true;
    return 0;
  }
  bool finished() const { return !failed_ && rest_.empty(); }
  bool at_end() const { return rest_.empty(); }

private:
  std::string_view rest_;
  bool failed_ = false;
};

} // namespace

std::optional<Stamp> parse_stamp(std::string_view text) {
  Reader reader(text);
  const int y = reader.digits(4);
  reader.expect('-');
  const int m = reader.digits(2);
  reader.expect('-');
  const int d = reader.digits(2);
  const year_month_day date{year(y), month(static_cast<unsigned>(m)),
                            day(static_cast<unsigned>(d))};
  if (y < 1 || !date.ok())
    return std::nullopt;
  Stamp stamp = sys_days(date);
  if (!reader.at_end()) {
    if (!reader.take('T') && !reader.take('t'))
      reader.expect(' ');
    const int hour = reader.digits(2);
    reader.expect(':');
    const int minute = reader.digits(2);
    const int second = reader.take(':') ? reader.digits(2) : 0;
    if (hour > 23 || minute > 59 || second > 60)
      return std::nullopt;
    stamp += hours(hour) + minutes(minute) + seconds(second);
    if (reader.take('.') || reader.take(','))
      stamp += reader.fraction();
    stamp -= reader.zone();
  }
  const Stamp first = sys_days(year(1) / January / 1), end = sys_days(year(10000) / January / 1);
  if (!reader.finished() || stamp < first || stamp >= end)
    return std::nullopt;
  return stamp;
}

// By hand: printf's way takes a tenth of a backfill.
std::string format_stamp(Stamp stamp) {
  const auto midnight = floor<days>(stamp);
  const year_month_day date(midnight);
  const hh_mm_ss time(stamp - midnight);
  std::string text = "0000-00-00T00:00:00.000Z";
  const auto put = [&](std::size_t first, std::size_t end, std::int64_t number) {
    for (; end > first; number /= 10)
      text[--end] = static_cast<char>('0' + number % 10);
  };
  put(0, 4, static_cast<int>(date.year()));
  put(5, 7, static_cast<unsigned>(date.month()));
  put(8, 10, static_cast<unsigned>(date.day()));
  put(11, 13, time.hours().count());
  put(14, 16, time.minutes().count());
  put(17, 19, time.seconds().count());
  put(20, 23, time.subseconds().count());
  return text;
}

} // namespace trainsync::model
