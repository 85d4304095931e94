// What a piece of work took of the processor and of the clock on the wall.
#pragma once

#include <sys/resource.h>

#include <chrono>

namespace trainsync::bench {

struct Usage {
  double cpu_s = 0, wall_s = 0;
};

inline double cpu_seconds(const rusage& usage) {
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Of this process; may be stopped and started again.
class Stopwatch {
public:
  void start() { began_ = now(); }
  void stop() {
    const Usage end = now();
    total_.cpu_s += end.cpu_s - began_.cpu_s;
    total_.wall_s += end.wall_s - began_.wall_s;
  }
  Usage total() const { return total_; }

private:
  static Usage now() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto wall = std::chrono::steady_clock::now().time_since_epoch();
    return {cpu_seconds(usage), std::chrono::duration<double>(wall).count()};
  }

  Usage began_, total_;
};

} // namespace trainsync::bench
