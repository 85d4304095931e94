// A machine with trainsync on it: what a user configured, the file, and one process after another
// that syncs into it. The processes run the program's own rounds on virtual time.
#pragma once

#include "config/config.hpp"
#include "daemon/http/auth.hpp"
#include "daemon/sync/fetcher.hpp"
#include "daemon/sync/observer.hpp"
#include "tests/property/simulated_client.hpp"
#include "tests/property/watch.hpp"

#include <filesystem>

namespace trainsync::property {

struct Sync {
  bool ended = false; // false: it was killed
  bool stuck = false; // nobody slept, nothing was to be done, and yet it had not ended
  std::vector<sync::RoundResult> results;
  std::map<std::string, std::int64_t> passes_not_whole; // by stream

  bool is_whole() const;
  bool is_limited() const; // by a budget: tomorrow it will go on
  std::string said() const;
};

class Machine {
public:
  Machine(VirtualClock& clock, http::Client& client, std::uint64_t seed);
  ~Machine();

  // Runs a sync of all sources. With `steps`, the process is killed after so many of its steps, if
  // it has not ended by then.
  Sync sync(bool full, std::optional<std::int64_t> steps = std::nullopt);
  void approve_deletions();
  // Whoever asks for the file next is a new process.
  void end_process();

  config::Config config;
  std::filesystem::path file;
  // Of each connection that writes.
  std::function<void(SQLite::Database&)> set_up = [](SQLite::Database& db) {
    db.exec("PRAGMA synchronous = OFF");
  };
  Watch watch;
  bool keeps_file = false; // when it ends

private:
  class Process;

  VirtualClock& clock_;
  http::Client& client_;
  simulator::Rng rng_;
  std::unique_ptr<Process> process_;
};

} // namespace trainsync::property
