// What `trainsync check` has found. Plain values and pure functions.
#pragma once

#include "daemon/cli/exit_code.hpp"
#include "daemon/cli/paint.hpp"

#include <string>
#include <vector>

namespace trainsync::cli {

enum class Severity { good, note, warning, error };

struct Finding {
  Severity severity = Severity::good;
  std::string about;   // a word: a source's name, or "config", "file", "disk", ...
  std::string message; // what is so and, where something is wrong, what to do
  int code = 0;        // of an error: what the program ends with

  bool operator==(const Finding&) const = default;
};
using Findings = std::vector<Finding>;

inline Finding good(std::string about, std::string message) {
  return {Severity::good, std::move(about), std::move(message)};
}
inline Finding note(std::string about, std::string message) {
  return {Severity::note, std::move(about), std::move(message)};
}
inline Finding warning(std::string about, std::string message) {
  return {Severity::warning, std::move(about), std::move(message)};
}
inline Finding error(ExitCode code, std::string about, std::string message) {
  return {Severity::error, std::move(about), std::move(message), code};
}

// 0 where no finding is an error; else, of the errors' codes, the file's before the config's before
// that of what cannot be reached.
int exit_code(const Findings& findings);

// A line a finding, at most 80 columns, and a line that sums up.
std::string findings_page(const Findings& findings, const Paint& paint);
// One object, "version": 1.
std::string findings_json(const Findings& findings);

} // namespace trainsync::cli
