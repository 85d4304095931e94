// What the daemon took over time, and whether that grew.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace trainsync::soak {

struct Sample {
  int life;   // which process, counted from 1
  double age; // of the process, seconds
  std::int64_t memory_kib, files, wal_kib;
};

// Sentences for what grew: memory or open files from the first third of the samples to the last,
// over all processes and within the one that lived longest, or a WAL that went beyond its bound.
std::vector<std::string> growth(const std::vector<Sample>& samples);

// For people: ranges and medians.
std::string summary(const std::vector<Sample>& samples);

} // namespace trainsync::soak
