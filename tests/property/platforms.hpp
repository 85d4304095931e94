// Both platforms as a history plays them: the simulator's APIs, and what changes in the company
// behind them while it is read.
#pragma once

#include "tests/simulator/apis.hpp"

#include <map>
#include <string>
#include <vector>

namespace trainsync::property {

struct PlatformHabits {
  bool silent_flips = false;      // a status that the clock changes leaves updatedAt as it was
  bool whole_assignments = false; // assignments come and go, too
  std::chrono::milliseconds lateness{0}; // how late a row may become visible, at most
};

class Platforms {
public:
  Platforms(simulator::Company company, PlatformHabits habits, std::uint64_t seed);

  // One random change, at the moment `now`; what it was, for a failing test's output.
  std::string change(simulator::Time now);
  // A change in each assignment that is not switched off; in a new one where all are.
  void touch_all_assignments(simulator::Time now);
  // Whether the row is in its platform's listing and has been in it since before that moment.
  bool lives_since(const std::string& source, const std::string& id, simulator::Time moment) const;

  simulator::Apis apis;
  bool flipped_silently = false; // some row so far

private:
  simulator::Company& company() { return apis.company; }
  std::string change_learn(simulator::Time now);
  std::string change_exec(simulator::Time now);
  std::string change_assignments(simulator::Time now);
  std::string change_many(simulator::Time now);
  std::string update(const std::string& id, simulator::Time now);
  std::string update_late(const std::string& id, simulator::Time now);
  std::string insert(const std::string& assignment, simulator::Time now);
  std::string insert_again(simulator::Time now);
  std::string remove(const std::string& id);

  bool is_late(const std::string& id) const;
  // Of the assignments that the platform has not switched off, those without a late change.
  std::vector<std::string> enrolments();
  std::vector<std::string> active_assignments();
  std::string user();

  PlatformHabits habits_;
  simulator::Rng rng_;
  std::vector<simulator::LearnEnrolment> removed_;
  std::map<std::string, simulator::Time> born_; // of the rows that came during the history
};

} // namespace trainsync::property
