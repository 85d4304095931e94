// One random history: platforms that change while they are read, a network that fails, a machine
// whose processes are killed and whose clock jumps, and a file that must be true in the end.
#pragma once

#include "tests/property/machine.hpp"

#include <set>

namespace trainsync::property {

class History {
public:
  explicit History(std::uint64_t seed);

  // What did not hold; sentences. Empty: all did.
  std::vector<std::string> run();
  // For a look at it after the history; its path.
  std::string keep_file() {
    machine_.keeps_file = true;
    return machine_.file.string();
  }
  // What happened, in order; for a failing test's output.
  const std::vector<std::string>& told() const { return told_; }
  std::int64_t requests() const { return client_.requests; }

private:
  void set_quirks(simulator::Quirks& quirks);
  void configure(std::uint64_t seed);
  void play_round();
  void let_time_pass();
  void calm_down();
  void move_on();
  void check_end();
  void check_live_rows(const std::string& when);
  void check_deletions();
  void check_health(const Sync& sync);
  Sync settle(bool full);
  void saw_deletion(const Watch::Row& row);
  void violated(const std::string& what);
  void tell(const std::string& what);

  simulator::Rng rng_;
  VirtualClock clock_;
  Platforms platforms_;
  SimulatedClient client_;
  Machine machine_;
  unsigned kills_;          // percent of the rounds
  bool needs_full_ = false; // something happened that only full passes can find
  std::map<Watch::Row, simulator::Time> missing_since_;
  std::vector<std::string> told_, violations_;
};

} // namespace trainsync::property
