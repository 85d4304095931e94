// What time it is at the server. Pure.
#pragma once

#include "daemon/sync/clock.hpp"

#include <deque>
#include <optional>

namespace trainsync::sync {

// Of the last few readings (Date headers) the one that puts the server's clock lowest counts, moved
// on by the time that has passed here: one node whose clock runs ahead cannot jam a cursor that
// never moves back, and one that runs behind only makes some rows be read again. What an earlier
// process knew guards the first readings only: the machine's clock, by which it was moved on to
// now, may have been set meanwhile.
class ServerClock {
public:
  void reading(model::Stamp server, Duration steady);
  void recall(model::Stamp server, Duration steady);
  std::optional<model::Stamp> now(Duration steady) const;

private:
  static constexpr std::size_t most_readings = 8, enough_readings = 3;
  std::deque<Duration> offsets_; // the server's stamp less the steady clock
  std::optional<Duration> recalled_;
};

} // namespace trainsync::sync
