// The real clock and real chance.
#pragma once

#include "daemon/sync/clock.hpp"

#include <random>

namespace trainsync::cli {

class AsioClock final : public sync::Clock {
public:
  model::Stamp now() const override;
  sync::Duration steady() const override;
  boost::asio::awaitable<void> sleep(sync::Duration duration) override;
};

class SystemRandom final : public sync::Random {
public:
  double next() override { return distribution_(engine_); }

private:
  std::mt19937_64 engine_{std::random_device{}()};
  std::uniform_real_distribution<double> distribution_{0.0, 1.0};
};

} // namespace trainsync::cli
