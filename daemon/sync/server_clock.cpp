#include "daemon/sync/server_clock.hpp"

#include <algorithm>

namespace trainsync::sync {

void ServerClock::reading(model::Stamp server, Duration steady) {
  offsets_.push_back(server.time_since_epoch() - steady);
  if (offsets_.size() > most_readings)
    offsets_.pop_front();
}

std::optional<model::Stamp> ServerClock::now(Duration steady) const {
  if (offsets_.empty())
    return std::nullopt;
  return model::Stamp(*std::ranges::min_element(offsets_) + steady);
}

} // namespace trainsync::sync
