#include "daemon/sync/agenda.hpp"

#include <algorithm>

namespace trainsync::sync {
namespace {

using namespace std::chrono_literals;

constexpr Duration longest_backoff = 1h;
constexpr std::int64_t most_doublings = 16;

Duration scaled(Duration duration, double factor) {
  return Duration(static_cast<Duration::rep>(static_cast<double>(duration.count()) * factor));
}

} // namespace

Duration stretched_interval(Duration poll, std::int64_t requests, std::int64_t requests_per_day) {
  const Duration needed =
      scaled(24h, static_cast<double>(requests) /
                      static_cast<double>(std::max<std::int64_t>(requests_per_day, 1)));
  return std::max(poll, needed);
}

Duration spread_interval(Duration interval, std::string_view id) {
  std::uint32_t hash = 2166136261u; // FNV-1a
  for (const char c : id)
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return interval - scaled(interval / 4, static_cast<double>(hash % 1024) / 1024);
}

void Agenda::begin_round(Duration now) {
  round_began_ = now;
  woken_ = false;
  jitter_ = 0.9 + 0.2 * random_.next();
}

Duration Agenda::due(const store::StreamKey& key) const {
  const auto entry = entries_.find(key);
  return entry == entries_.end() ? Duration(0) : entry->second.due;
}

void Agenda::ended(const store::StreamKey& key, bool came_to_its_end, Duration interval,
                   Duration not_before) {
  Entry& entry = entries_[key];
  entry.failures = came_to_its_end ? 0 : entry.failures + 1;
  const std::int64_t doublings = std::clamp<std::int64_t>(entry.failures - 1, 0, most_doublings);
  const Duration grown = interval * (std::int64_t{1} << doublings);
  const Duration wait = std::min(grown, std::max(interval, longest_backoff));
  entry.due = woken_ ? not_before : std::max(round_began_ + scaled(wait, jitter_), not_before);
}

void Agenda::recall(const store::StreamKey& polled, const std::vector<Left>& streams,
                    Duration now) {
  bool is_one_due = woken_;
  for (const Left& left : streams) {
    const Duration due = left.unfinished ? Duration(0) : left.due;
    entries_[left.key] = {woken_ ? Duration(0) : due, left.failures, 0};
    is_one_due = is_one_due || due <= now;
  }
  if (is_one_due)
    wake(polled);
}

std::int64_t Agenda::left_unknown(const store::StreamKey& key) const {
  const auto entry = entries_.find(key);
  return entry == entries_.end() ? 0 : entry->second.unknown;
}

void Agenda::wake_all() {
  woken_ = true;
  for (auto& [key, entry] : entries_)
    entry.due = {};
}

} // namespace trainsync::sync
