// Reads a query strictly: what the API's page does not name, and values outside their documented
// range, are problems.
#pragma once

#include "tests/simulator/clock.hpp"
#include "tests/simulator/target.hpp"

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trainsync::simulator {

class Parameters {
public:
  // `documented`: the names that the endpoint has.
  Parameters(const Target& target, std::initializer_list<std::string_view> documented);

  // Each gives the value, or where there is none or a wrong one, nothing or the fallback.
  std::optional<std::string> text(std::string_view name) const;
  std::size_t number(std::string_view name, std::size_t fallback, std::size_t low,
                     std::size_t high);
  std::optional<Time> date_time(std::string_view name);
  std::optional<std::string> one_of(std::string_view name, std::span<const std::string_view> words);

  // A comma-joined list; empty where the parameter is not given.
  std::vector<std::string> list(std::string_view name);

  void problem(std::string sentence) { problems_.push_back(std::move(sentence)); }
  const std::vector<std::string>& problems() const { return problems_; }

private:
  const Target& target_;
  std::vector<std::string> problems_;
};

} // namespace trainsync::simulator
