// When each stream of a source is due again. Pure: it is told the time, on the steady clock, and
// chance comes in from outside.
#pragma once

#include "daemon/store/stream_table.hpp"
#include "daemon/sync/clock.hpp"

#include <map>
#include <vector>

namespace trainsync::sync {

// The poll interval, or the longer one at which so many requests a round fit into a day.
Duration stretched_interval(Duration poll, std::int64_t requests, std::int64_t requests_per_day);

// Between three quarters of the interval and all of it, always the same for one id: so that full
// passes which began on one day drift apart.
Duration spread_interval(Duration interval, std::string_view id);

// A stream that it has not heard of is due at once. Streams that were read in one round are due
// together again, an interval after that round began, give or take a tenth; one that keeps failing
// waits twice as long each time, up to an hour or its interval.
class Agenda {
public:
  explicit Agenda(Random& random) : random_(random) {}

  void begin_round(Duration now);
  // As of the round's begin.
  bool is_due(const store::StreamKey& key) const { return due(key) <= round_began_; }
  // 0: at once.
  Duration due(const store::StreamKey& key) const;
  // A pass over the stream came to its end, or failed. `interval`: its own; `not_before`: what it
  // was told to wait for.
  void ended(const store::StreamKey& key, bool came_to_its_end, Duration interval,
             Duration not_before = {});
  struct Left {
    store::StreamKey key;
    Duration due;
    std::int64_t failures;
    bool unfinished; // its pass was cut short, or none ever came to its end
  };
  // What an earlier process left. What is unfinished is due at once, and so is `polled`, which the
  // rounds follow, as soon as anything is.
  void recall(const store::StreamKey& polled, const std::vector<Left>& streams, Duration now);
  void wake(const store::StreamKey& key) { entries_[key].due = {}; }
  // Everything; what a round under way has read before this as well.
  void wake_all();
  // How many of those whom a listing should describe it did not; they are not asked for again
  // before it is due.
  void leave_unknown(const store::StreamKey& key, std::int64_t count) {
    entries_[key].unknown = count;
  }
  std::int64_t left_unknown(const store::StreamKey& key) const;

private:
  struct Entry {
    Duration due{0};
    std::int64_t failures = 0; // in a row
    std::int64_t unknown = 0;
  };

  Random& random_;
  Duration round_began_{0};
  double jitter_ = 1;
  bool woken_ = false; // since the round began
  std::map<store::StreamKey, Entry> entries_;
};

} // namespace trainsync::sync
