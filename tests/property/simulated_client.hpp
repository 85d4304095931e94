// Asks the simulator in virtual time. Between any two requests the company may change, and an
// answer may be spoilt on its way.
#pragma once

#include "daemon/http/client.hpp"
#include "tests/property/platforms.hpp"
#include "tests/property/virtual_clock.hpp"

#include <functional>
#include <set>

namespace trainsync::property {

struct NetworkHabits {
  unsigned changes = 0;     // percent of the requests before or after which something changes
  unsigned failures = 0;    // percent of the answers that are none
  unsigned rate_limits = 0; // percent
  unsigned malformed = 0;   // percent of the pages
  unsigned wrong_dates = 0; // percent of the answers that come from a node with a wrong clock
  unsigned clock_steps = 0; // percent of the requests during which the machine's clock is set
  int latency_ms = 200;     // at most, each way
};

class SimulatedClient final : public http::Client {
public:
  SimulatedClient(VirtualClock& clock, Platforms& platforms, NetworkHabits habits,
                  std::uint64_t seed)
      : habits(habits), clock_(clock), platforms_(platforms), rng_(seed) {}

  boost::asio::awaitable<std::expected<http::Response, http::Error>>
  send(http::Request request) override;

  NetworkHabits habits;
  std::function<void(const std::string&)> tell = [](const std::string&) {}; // what happens
  std::int64_t requests = 0;
  bool malformed_any = false; // a record of some page so far

private:
  void meanwhile();
  std::optional<http::Error> break_off();
  simulator::Response spoil(simulator::Response answer);
  simulator::Response refuse(simulator::Response answer);
  simulator::Response limit(simulator::Response answer);
  void set_date(simulator::Response& answer);
  sync::Duration latency();

  VirtualClock& clock_;
  Platforms& platforms_;
  simulator::Rng rng_;
};

} // namespace trainsync::property
