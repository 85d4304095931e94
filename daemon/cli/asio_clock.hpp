// The real clock and real chance.
#pragma once

#include "daemon/sync/clock.hpp"

#include <boost/asio/steady_timer.hpp>

#include <random>
#include <set>

namespace trainsync::cli {

// Its steady clock runs on while the machine is suspended, so that what is due is seen soon after.
// Sleeps belong to the thread of the io_context.
class AsioClock final : public sync::Clock {
public:
  model::Stamp now() const override;
  sync::Duration steady() const override;
  boost::asio::awaitable<void> sleep(sync::Duration duration) override;
  // Ends all sleeps.
  void wake();

private:
  std::set<boost::asio::steady_timer*> sleeping_;
  std::uint64_t woken_ = 0;
};

class SystemRandom final : public sync::Random {
public:
  double next() override { return distribution_(engine_); }

private:
  std::mt19937_64 engine_{std::random_device{}()};
  std::uniform_real_distribution<double> distribution_{0.0, 1.0};
};

} // namespace trainsync::cli
