// Things that are kept for their next use: connections between two requests. Pure; time is passed
// in.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <utility>

namespace trainsync::http {

template <class Kept>
class IdlePool {
public:
  using TimePoint = std::chrono::steady_clock::time_point;

  IdlePool(std::size_t most_per_key, std::chrono::milliseconds longest)
      : most_per_key_(most_per_key), longest_(longest) {}

  // The one that was put last, or a null Kept. Whatever has been idle for `longest` is destroyed.
  Kept take(const std::string& key, TimePoint now) {
    drop_old(now);
    const auto found = idle_.find(key);
    if (found == idle_.end()) {
      return {};
    }
    Kept kept = std::move(found->second.back().second);
    found->second.pop_back();
    if (found->second.empty()) {
      idle_.erase(found);
    }
    return kept;
  }

  // The one that was put first makes room.
  void put(const std::string& key, Kept kept, TimePoint now) {
    drop_old(now);
    if (most_per_key_ == 0) {
      return;
    }
    auto& line = idle_[key];
    if (line.size() == most_per_key_) {
      line.pop_front();
    }
    line.emplace_back(now, std::move(kept));
  }

private:
  void drop_old(TimePoint now) {
    for (auto& [key, line] : idle_) {
      while (!line.empty() && now - line.front().first >= longest_) {
        line.pop_front();
      }
    }
    std::erase_if(idle_, [](const auto& entry) { return entry.second.empty(); });
  }

  std::size_t most_per_key_;
  std::chrono::milliseconds longest_;
  std::map<std::string, std::deque<std::pair<TimePoint, Kept>>> idle_;
};

} // namespace trainsync::http
