#include "daemon/cli/moment.hpp"

namespace trainsync::cli {

using namespace std::chrono_literals;

std::string moment(model::Stamp stamp) {
  const std::string text = model::format_stamp(stamp);
  return text.substr(0, 10) + " " + text.substr(11, 8);
}

std::string span_words(std::chrono::milliseconds span) {
  const auto whole = [](auto duration) { return std::to_string(duration.count()); };
  if (span < 2min)
    return whole(std::chrono::floor<std::chrono::seconds>(span)) + " s";
  const auto minutes = std::chrono::floor<std::chrono::minutes>(span);
  if (minutes < 2h)
    return whole(minutes) + " min";
  const auto hours = std::chrono::floor<std::chrono::hours>(minutes);
  if (hours >= 48h)
    return whole(std::chrono::floor<std::chrono::days>(hours)) + " days";
  const auto rest = minutes - hours;
  return whole(hours) + " h" + (rest > 0min ? " " + whole(rest) + " min" : std::string());
}

std::string distance(model::Stamp stamp, model::Stamp now) {
  if (std::chrono::abs(stamp - now) < 1s)
    return "now";
  return stamp < now ? span_words(now - stamp) + " ago" : "in " + span_words(stamp - now);
}

std::string with_commas(std::int64_t number) {
  std::string text = std::to_string(number);
  for (auto at = std::ssize(text) - 3; at > (number < 0 ? 1 : 0); at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

} // namespace trainsync::cli
