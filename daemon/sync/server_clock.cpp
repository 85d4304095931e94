#include "daemon/sync/server_clock.hpp"

#include <algorithm>

namespace trainsync::sync {

void ServerClock::reading(model::Stamp server, Duration steady) {
  offsets_.push_back(server.time_since_epoch() - steady);
  if (offsets_.size() > most_readings)
    offsets_.pop_front();
}

void ServerClock::recall(model::Stamp server, Duration steady) {
  recalled_ = server.time_since_epoch() - steady;
}

// Without a reading nothing: the server may have ceased to send any.
std::optional<model::Stamp> ServerClock::now(Duration steady) const {
  if (offsets_.empty())
    return std::nullopt;
  Duration offset = *std::ranges::min_element(offsets_);
  if (recalled_ && offsets_.size() < enough_readings)
    offset = std::min(offset, *recalled_);
  return model::Stamp(offset + steady);
}

} // namespace trainsync::sync
