// A program run as a child: what it printed, and how it ended.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace trainsync::integration {

struct Command {
  std::vector<std::string> arguments;                   // the first is the program's path
  std::vector<std::string> environment = {};            // NAME=value, besides the usual
  std::optional<std::uint64_t> largest_file_bytes = {}; // writing beyond fails, as on a full disk
  bool obeys_permissions = false;                       // also where the caller is root
};

struct Outcome {
  int exit_code = -1; // where no signal ended it
  int signal = 0;
  std::string out, err;
  // The most that it held in memory, or that this process held when it began: an upper bound.
  std::size_t resident_bytes = 0;
};

// Runs from the constructor on; the destructor kills it where it still runs. Its environment holds
// nothing of the caller's but what sanitizers need, and a time zone that is not UTC. Throws
// std::system_error where the system refuses.
class Child {
public:
  explicit Child(const Command& command);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t pid() const { return pid_; }
  // Has it ended within that time? Returns as soon as it has.
  bool ends_within(std::chrono::microseconds time) const;
  void kill() const;
  // Kills it after `most`.
  Outcome wait(std::chrono::seconds most = std::chrono::seconds(120));

private:
  int out_, err_; // files in memory
  pid_t pid_;
  int handle_; // of the process
  bool waited_ = false;
};

Outcome run(const Command& command);

} // namespace trainsync::integration
