// The months and weeks that the report counts in, all in UTC.
#pragma once

#include "daemon/model/stamp.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace trainsync::report {

std::string month_name(std::chrono::month month); // November

// Of a stamp as the file has it; nothing where it is none.
std::optional<std::chrono::year_month> month_of(std::string_view stamp);

// The last `count` calendar months, the one of `now` among them.
class Months {
public:
  Months(model::Stamp now, int count);

  int count() const { return count_; }
  std::chrono::year_month at(int index) const { return first_ + std::chrono::months(index); }
  // Of a stamp as the file has it; nothing outside.
  std::optional<std::size_t> index_of(std::string_view stamp) const;

private:
  std::chrono::year_month first_;
  int count_;
};

// The last `count` weeks from Monday to Sunday, the one of `now` among them.
class Weeks {
public:
  Weeks(model::Stamp now, int count);

  int count() const { return count_; }
  model::Stamp begin(int index) const { return first_ + std::chrono::days(7 * index); }
  std::optional<std::size_t> index_of(std::string_view stamp) const;

private:
  std::chrono::sys_days first_;
  int count_;
};

} // namespace trainsync::report
