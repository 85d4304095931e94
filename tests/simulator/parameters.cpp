#include "tests/simulator/parameters.hpp"

#include "tests/simulator/vocabulary.hpp"

#include <charconv>
#include <set>

namespace trainsync::simulator {

Parameters::Parameters(const Target& target, std::initializer_list<std::string_view> documented)
    : target_(target) {
  std::set<std::string_view> seen;
  for (const auto& [name, value] : target.query) {
    if (std::ranges::find(documented, std::string_view(name)) == documented.end()) {
      problem("the parameter " + name + " is not documented");
    } else if (!seen.insert(name).second) {
      problem("the parameter " + name + " is given twice");
    } else if (value.empty()) {
      problem("the parameter " + name + " has no value");
    }
  }
}

std::optional<std::string> Parameters::text(std::string_view name) const {
  for (const auto& [key, value] : target_.query) {
    if (key == name && !value.empty()) {
      return value;
    }
  }
  return std::nullopt;
}

std::size_t Parameters::number(std::string_view name, std::size_t fallback, std::size_t low,
                               std::size_t high) {
  auto given = text(name);
  if (!given) {
    return fallback;
  }
  std::size_t value = 0;
  const char* end = given->data() + given->size();
  auto [stop, error] = std::from_chars(given->data(), end, value);
  if (error != std::errc{} || stop != end || value < low || value > high) {
    problem(std::string(name) + "=" + *given + " is no whole number from " + std::to_string(low) +
            " to " + std::to_string(high));
    return fallback;
  }
  return value;
}

std::optional<Time> Parameters::date_time(std::string_view name) {
  auto given = text(name);
  auto time = given ? parse_date_time(*given) : std::nullopt;
  if (given && !time) {
    problem(std::string(name) + "=" + *given + " is no ISO 8601 date-time with a zone");
  }
  return time;
}

std::optional<std::string> Parameters::one_of(std::string_view name,
                                              std::span<const std::string_view> words) {
  auto given = text(name);
  if (given && !is_one_of(words, *given)) {
    problem(std::string(name) + "=" + *given + " is not one of the documented values");
  }
  return given;
}

std::vector<std::string> Parameters::list(std::string_view name) {
  std::vector<std::string> items;
  auto given = text(name);
  if (!given) {
    return items;
  }
  for (std::size_t begin = 0; begin <= given->size();) {
    std::size_t comma = std::min(given->find(',', begin), given->size());
    items.push_back(given->substr(begin, comma - begin));
    begin = comma + 1;
    if (items.back().empty()) {
      problem(std::string(name) + " has an empty item");
    }
  }
  return items;
}

} // namespace trainsync::simulator
