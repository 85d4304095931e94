// A request's path and query, decoded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trainsync::simulator {

struct Target {
  std::vector<std::string> path; // segments
  std::vector<std::pair<std::string, std::string>> query;
};

// Nothing where it is no origin-form target. A plus sign in the query is a space, as servers read
// it.
std::optional<Target> parse_target(std::string_view text);

// The pairs of an application/x-www-form-urlencoded body; nothing where it is not one.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view body);

} // namespace trainsync::simulator
