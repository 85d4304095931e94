#include "config/quantity.hpp"

#include "config/text.hpp"

#include <charconv>
#include <cstdint>
#include <limits>
#include <span>
#include <system_error>
#include <vector>

namespace trainsync::config {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t factor;
};

// Each from large to small.
constexpr Unit duration_units[] = {
    {"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}};
constexpr Unit size_units[] = {{"GiB", 1 << 30},  {"GB", 1'000'000'000}, {"MiB", 1 << 20},
                               {"MB", 1'000'000}, {"KiB", 1 << 10},      {"KB", 1'000},
                               {"B", 1}};

std::string names_of(std::span<const Unit> units) {
  std::vector<std::string> names;
  for (const auto& unit : units)
    names.emplace(names.begin(), unit.name);
  return either(names);
}

// The number times its unit.
std::expected<std::int64_t, std::string> parse(std::string_view text, std::span<const Unit> units) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const auto wanted = "a whole number and a unit: " + names_of(units);
  if (error == std::errc::result_out_of_range)
    return std::unexpected("is too large");
  if (error != std::errc{})
    return std::unexpected("is " + in_quotes(text) + "; it must be " + wanted);
  if (number < 0)
    return std::unexpected("is negative; it must be " + wanted);
  const std::string_view name(end, text.data() + text.size());
  for (const auto& unit : units) {
    if (unit.name != name)
      continue;
    if (number > std::numeric_limits<std::int64_t>::max() / unit.factor)
      return std::unexpected("is too large");
    return number * unit.factor;
  }
  if (name.empty())
    return std::unexpected("is " + in_quotes(text) + ", without a unit; it must be " + wanted);
  return std::unexpected("has the unit " + in_quotes(name) + "; it must be " + names_of(units));
}

std::string show(std::int64_t number, std::span<const Unit> units, std::int64_t never_single) {
  for (const auto& unit : units)
    if (number != 0 && number % unit.factor == 0 &&
        (number != unit.factor || unit.factor < never_single))
      return std::to_string(number / unit.factor) + std::string(unit.name);
  return {};
}

} // namespace

std::expected<std::chrono::milliseconds, std::string> parse_duration(std::string_view text) {
  const auto count = parse(text, duration_units);
  if (!count)
    return std::unexpected(count.error());
  return std::chrono::milliseconds(*count);
}

std::expected<std::size_t, std::string> parse_size(std::string_view text) {
  const auto bytes = parse(text, size_units);
  if (!bytes)
    return std::unexpected(bytes.error());
  return static_cast<std::size_t>(*bytes);
}

std::string show_duration(std::chrono::milliseconds duration) {
  constexpr std::int64_t minute = 60'000;
  return duration.count() == 0 ? "0s" : show(duration.count(), duration_units, minute);
}

std::string show_size(std::size_t bytes) {
  constexpr auto no_limit = std::numeric_limits<std::int64_t>::max();
  return bytes == 0 ? "0B" : show(static_cast<std::int64_t>(bytes), size_units, no_limit);
}

} // namespace trainsync::config
