#include "config/report.hpp"

#include <algorithm>
#include <utility>

namespace trainsync::config {

void Report::add(int line, std::string message) {
  const auto after = std::ranges::upper_bound(problems_, line, {}, &Problem::line);
  problems_.insert(after, {file_, line, std::move(message)});
}

std::vector<Problem> Report::take() {
  return std::exchange(problems_, {});
}

std::string to_string(const Problem& problem) {
  const auto line = problem.line > 0 ? std::to_string(problem.line) + ":" : std::string{};
  return problem.file + ":" + line + " " + problem.message;
}

} // namespace trainsync::config
