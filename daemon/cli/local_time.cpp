#include "daemon/cli/local_time.hpp"

#include <array>
#include <ctime>

namespace trainsync::cli {
namespace {

std::tm broken_down(model::Stamp at) {
  const std::time_t seconds =
      std::chrono::ceil<std::chrono::seconds>(at).time_since_epoch().count();
  std::tm local{};
  localtime_r(&seconds, &local);
  return local;
}

} // namespace

std::string local_time(model::Stamp at, model::Stamp now) {
  const std::tm then = broken_down(at), today = broken_down(now);
  const bool same_day = then.tm_yday == today.tm_yday && then.tm_year == today.tm_year;
  std::array<char, 64> text{};
  const std::size_t size =
      std::strftime(text.data(), text.size(), same_day ? "%H:%M:%S" : "%Y-%m-%d %H:%M:%S", &then);
  return {text.data(), size};
}

} // namespace trainsync::cli
