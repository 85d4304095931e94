// A clock that only the test moves.
#pragma once

#include "daemon/sync/clock.hpp"
#include "tests/unit/stamps.hpp"

namespace trainsync::cli {

class HandClock final : public sync::Clock {
public:
  model::Stamp now() const override { return test::at("2026-03-01T12:00:00Z") + passed_; }
  sync::Duration steady() const override { return std::chrono::seconds(1000) + passed_; }
  boost::asio::awaitable<void> sleep(sync::Duration) override { co_return; }

  void pass(sync::Duration duration) { passed_ += duration; }

private:
  sync::Duration passed_{0};
};

} // namespace trainsync::cli
