#include "daemon/service/status_line.hpp"

#include "daemon/model/utf8.hpp"

namespace trainsync::service {
namespace {

constexpr std::size_t longest_reason = 160;

// The day only where it is another one.
std::string moment(model::Stamp stamp, model::Stamp now) {
  const std::string text = model::format_stamp(stamp);
  const bool today =
      std::chrono::floor<std::chrono::days>(stamp) == std::chrono::floor<std::chrono::days>(now);
  return (today ? text.substr(11, 5) : text.substr(0, 10) + " " + text.substr(11, 5)) + " UTC";
}

std::string words(const SourceStatus& status, model::Stamp now) {
  std::string text = status.source + ": ";
  if (!status.doing.empty())
    text += status.doing;
  else if (!status.wrong.empty())
    text += "not whole: " + model::printable(status.wrong, longest_reason);
  else if (status.whole_at)
    text += "whole at " + moment(*status.whole_at, now);
  else
    text += "not read yet";
  if (status.doing.empty() && status.next_at)
    text += ", next at " + moment(*status.next_at, now);
  if (status.requests_left)
    text += ", " + std::to_string(*status.requests_left) + " of " +
            std::to_string(status.requests_per_day) + " requests left today";
  if (status.held > 0)
    text += ", " + std::to_string(status.held) + " deletions held (trainsync approve-deletes)";
  return text;
}

} // namespace

std::string status_line(const std::vector<SourceStatus>& sources, model::Stamp now) {
  std::string line;
  for (const SourceStatus& status : sources)
    line += (line.empty() ? "" : "; ") + words(status, now);
  return line;
}

} // namespace trainsync::service
