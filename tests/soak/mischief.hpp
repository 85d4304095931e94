// What happens to the daemon: platforms that change and fail, signals, kills, other programs on the
// file, a disk that fails, a backup that is put in the file's place.
#pragma once

#include "tests/simulator/server.hpp"
#include "tests/soak/daemon.hpp"

#include <SQLiteCpp/Database.h>

#include <map>

namespace trainsync::soak {

class Mischief {
public:
  // `long_life`: for how long some processes are spared, so that what grows slowly shows.
  Mischief(integration::Installation& installation, simulator::Server& server, Daemon& daemon,
           std::uint64_t seed, std::chrono::seconds long_life);

  // One thing at random; and what has lasted long enough ends.
  void step();
  // All is well from here on.
  void end();

  std::map<std::string, int> count; // how often each thing happened

private:
  using Time = std::chrono::steady_clock::time_point;

  void act();
  void end_what_is_over();
  void change();
  void fail_requests();
  void reload();
  void restart();
  void kill();
  void replace_file();
  void restore_while_stopped();
  void put_backup_in_place();
  void poll_now();
  void read_for_long();
  void lock();
  void hold(int mode, const char* sql, Time end);
  void break_disk();
  void configure(bool right);
  void start();
  bool is_calm() const { return !other_ && !disk_fails_; }
  Time in(std::int64_t least_seconds, std::int64_t most_seconds);

  integration::Installation& installation_;
  simulator::Server& server_;
  Daemon& daemon_;
  simulator::Rng rng_;
  std::optional<SQLite::Database> other_; // another program on the file
  std::chrono::seconds long_life_;
  Time other_ends_, faults_end_, disk_mends_, spared_until_;
  bool disk_fails_ = false;
};

} // namespace trainsync::soak
