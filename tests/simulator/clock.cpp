#include "tests/simulator/clock.hpp"

#include <array>
#include <cctype>
#include <cstdio>

namespace trainsync::simulator {
namespace {

using namespace std::chrono;

struct Parts {
  year_month_day date;
  hh_mm_ss<milliseconds> time;
};

Parts split(Time time) {
  auto day = floor<days>(time);
  return {year_month_day{day}, hh_mm_ss{time - day}};
}

template <class... Numbers>
std::string print(const char* format, Numbers... numbers) {
  std::array<char, 64> text{};
  int length = std::snprintf(text.data(), text.size(), format, numbers...);
  return {text.data(), static_cast<std::size_t>(length)};
}

std::string date_and_time(const Parts& parts) {
  return print("%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(parts.date.year()),
               static_cast<unsigned>(parts.date.month()), static_cast<unsigned>(parts.date.day()),
               static_cast<int>(parts.time.hours().count()),
               static_cast<int>(parts.time.minutes().count()),
               static_cast<int>(parts.time.seconds().count()));
}

// Reads a stamp from its beginning; what does not fit leaves `ok` false.
class Reader {
public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }

  int number(std::size_t digits) {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      value = value * 10 + digit();
    }
    return value;
  }

  void literal(char expected) { ok_ = take() == expected && ok_; }

  bool skip(char expected) {
    bool there = !rest_.empty() && rest_.front() == expected;
    if (there) {
      rest_.remove_prefix(1);
    }
    return there;
  }

  milliseconds fraction() {
    int value = 0;
    int scale = 100;
    do {
      value += digit() * scale;
      scale /= 10;
    } while (ok_ && !rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_.front())));
    return milliseconds{value};
  }

private:
  char take() {
    char next = rest_.empty() ? '\0' : rest_.front();
    rest_.remove_prefix(rest_.empty() ? 0 : 1);
    return next;
  }

  int digit() {
    char next = take();
    ok_ = ok_ && next >= '0' && next <= '9';
    return ok_ ? next - '0' : 0;
  }

  std::string_view rest_;
  bool ok_ = true;
};

minutes read_zone(Reader& reader) {
  if (reader.skip('Z')) {
    return minutes{0};
  }
  bool east = reader.skip('+');
  if (!east) {
    reader.literal('-');
  }
  hours whole{reader.number(2)};
  reader.literal(':');
  minutes offset = whole + minutes{reader.number(2)};
  return east ? offset : -offset;
}

} // namespace

std::string with_milliseconds(Time time) {
  Parts parts = split(time);
  return date_and_time(parts) + print(".%03dZ", static_cast<int>(parts.time.subseconds().count()));
}

std::string with_seconds(Time time) {
  return date_and_time(split(time)) + "Z";
}

std::string as_http_date(Time time) {
  static constexpr std::array day_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  Parts parts = split(time);
  return print("%s, %02u %s %04d %02d:%02d:%02d GMT",
               day_names[weekday{sys_days{parts.date}}.c_encoding()],
               static_cast<unsigned>(parts.date.day()),
               month_names[static_cast<unsigned>(parts.date.month()) - 1],
               static_cast<int>(parts.date.year()), static_cast<int>(parts.time.hours().count()),
               static_cast<int>(parts.time.minutes().count()),
               static_cast<int>(parts.time.seconds().count()));
}

std::optional<Time> parse_date_time(std::string_view text) {
  Reader reader{text};
  year y{reader.number(4)};
  reader.literal('-');
  month m{static_cast<unsigned>(reader.number(2))};
  reader.literal('-');
  day d{static_cast<unsigned>(reader.number(2))};
  reader.literal('T');
  int hour = reader.number(2);
  reader.literal(':');
  int minute = reader.number(2);
  reader.literal(':');
  int second = reader.number(2);
  milliseconds fraction = reader.skip('.') ? reader.fraction() : milliseconds{0};
  minutes zone = read_zone(reader);
  year_month_day date{y, m, d};
  if (!reader.ok() || !reader.at_end() || !date.ok() || hour > 23 || minute > 59 || second > 59) {
    return std::nullopt;
  }
  return Time{sys_days{date}} + hours{hour} + minutes{minute} + seconds{second} + fraction - zone;
}

} // namespace trainsync::simulator
