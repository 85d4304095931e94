#include "daemon/cli/check/finding.hpp"

#include "daemon/cli/json_text.hpp"
#include "daemon/cli/printable.hpp"

#include <algorithm>

namespace trainsync::cli {
namespace {

constexpr std::size_t severity_columns = 9, about_columns = 10;

const char* word_for(Severity severity) {
  switch (severity) {
  case Severity::good:
    return "ok";
  case Severity::note:
    return "note";
  case Severity::warning:
    return "warning";
  case Severity::error:
    break;
  }
  return "error";
}

Colour colour_of(Severity severity) {
  switch (severity) {
  case Severity::good:
    return Colour::good;
  case Severity::note:
    return Colour::none;
  case Severity::warning:
    return Colour::doubtful;
  case Severity::error:
    break;
  }
  return Colour::bad;
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t used = columns(text);
  return text + std::string(used < width ? width - used : 1, ' ');
}

std::int64_t count(const Findings& findings, Severity severity) {
  return std::ranges::count(findings, severity, &Finding::severity);
}

std::string counted(std::int64_t count, const std::string& thing) {
  return count == 0 ? "no " + thing + "s"
                    : std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

} // namespace

int exit_code(const Findings& findings) {
  for (const int code : {bad_file, bad_usage, out_of_reach})
    if (std::ranges::any_of(findings, [code](const Finding& finding) {
          return finding.severity == Severity::error && finding.code == code;
        }))
      return code;
  return all_whole;
}

std::string findings_page(const Findings& findings, const Paint& paint) {
  std::string text;
  for (const Finding& finding : findings) {
    const std::string about = padded(printable(finding.about), about_columns);
    text +=
        paint(colour_of(finding.severity), padded(word_for(finding.severity), severity_columns)) +
        about +
        wrapped(printable(finding.message), severity_columns + columns(about),
                severity_columns + about_columns) +
        "\n";
  }
  const std::int64_t errors = count(findings, Severity::error);
  return text +
         paint(errors > 0 ? Colour::bad : Colour::good,
               counted(errors, "error") + ", " +
                   counted(count(findings, Severity::warning), "warning")) +
         "\n";
}

std::string findings_json(const Findings& findings) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Finding& finding : findings)
    list.push_back({{"severity", word_for(finding.severity)},
                    {"about", finding.about},
                    {"message", finding.message}});
  return json_text({{"version", 1},
                    {"errors", count(findings, Severity::error)},
                    {"warnings", count(findings, Severity::warning)},
                    {"findings", std::move(list)}});
}

} // namespace trainsync::cli
