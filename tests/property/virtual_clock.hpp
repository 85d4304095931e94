// Time that only a test moves on. The server's clock is the true one; the machine's may be off.
#pragma once

#include "daemon/sync/clock.hpp"

#include <map>

namespace trainsync::property {

// Sleeping coroutines are woken one at a time, in the order of their times, by wake_next.
class VirtualClock final : public sync::Clock {
public:
  explicit VirtualClock(model::Stamp begin) : begin_(begin) {}

  model::Stamp now() const override { return true_time() + wall_offset_; }
  sync::Duration steady() const override { return elapsed_; }
  boost::asio::awaitable<void> sleep(sync::Duration duration) override;

  model::Stamp true_time() const { return begin_ + elapsed_; }
  void set_wall_offset(sync::Duration offset) { wall_offset_ = offset; }
  // While nobody sleeps.
  void pass(sync::Duration duration) { elapsed_ += duration; }
  // Moves on to the next one who sleeps; false where nobody does.
  bool wake_next();

private:
  class Sleeper;
  using Sleepers = std::multimap<sync::Duration, Sleeper*>;

  model::Stamp begin_;
  sync::Duration elapsed_{0}, wall_offset_{0};
  Sleepers sleepers_;
};

} // namespace trainsync::property
