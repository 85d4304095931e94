#include "daemon/cli/status/status.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace trainsync::cli {

bool is_fine(const std::string& state) {
  return state == "fresh" || state == "resting" || state == "unavailable" || state == "left_out";
}

std::string state_of(const SourceStatus& source) {
  if (source.refusal)
    return "failing";
  constexpr std::array worst_first{"held", "failing", "stale", "never"};
  for (const char* state : worst_first)
    if (std::ranges::find(source.streams, state, &StreamStatus::state) != source.streams.end())
      return state;
  if (source.held > 0)
    return "held";
  for (const StreamStatus& stream : source.streams)
    if (!is_fine(stream.state)) // a word of a newer version
      return stream.state;
  return source.streams.empty() ? "never" : "fresh";
}

bool is_fresh(const Status& status) {
  return status.what_to_do.empty() &&
         std::ranges::all_of(status.sources, [](const SourceStatus& source) {
           return state_of(source) == "fresh";
         });
}

std::optional<model::Stamp> as_of(const SourceStatus& source) {
  std::optional<model::Stamp> oldest;
  for (const StreamStatus& stream : source.streams) {
    const bool counts = stream.stream == "assignments" || stream.stream == "enrolments";
    if (!counts || (stream.state != "fresh" && is_fine(stream.state)))
      continue;
    if (!stream.last_whole_at)
      return std::nullopt;
    oldest = std::min(oldest.value_or(*stream.last_whole_at), *stream.last_whole_at);
  }
  return oldest;
}

std::map<std::string, std::int64_t> streams_by_state(const SourceStatus& source) {
  std::map<std::string, std::int64_t> states;
  for (const StreamStatus& stream : source.streams)
    ++states[stream.state];
  return states;
}

} // namespace trainsync::cli
