// `trainsync run` as systemd would keep it: started again when it ends.
#pragma once

#include "tests/integration/installation.hpp"
#include "tests/soak/flatness.hpp"

#include <chrono>
#include <optional>

namespace trainsync::soak {

class Daemon {
public:
  explicit Daemon(const integration::Installation& installation) : installation_(installation) {}

  void start();
  // SIGTERM, and waits for the end; or SIGKILL.
  void stop();
  void kill();
  // As soon as it listens to signals.
  void send(int signal);
  // Starts it where it has ended by itself, which only a file that cannot be used excuses.
  void keep_up();
  std::optional<Sample> sample() const;
  // Whether the file that stands at the path is the one that it has open.
  bool has_file_open() const;

  // The errno that every change of the data's folder fails with from now on; 0: none.
  void set_disk_trouble(int error);

  int lives = 0, own_ends = 0;
  std::vector<std::string> crashes; // sentences

private:
  std::filesystem::path trouble_file() const { return installation_.folder() / "trouble"; }
  bool listens() const;
  void judge(const integration::Outcome& outcome, bool asked);

  const integration::Installation& installation_;
  std::optional<integration::Child> child_;
  std::chrono::steady_clock::time_point started_;
};

} // namespace trainsync::soak
