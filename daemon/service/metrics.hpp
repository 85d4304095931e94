// Figures for Prometheus' textfile collector, by its naming conventions.
#pragma once

#include "daemon/model/stamp.hpp"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace trainsync::service {

struct SourceMetrics {
  std::string source;
  // As the file says; empty where it cannot be read.
  std::map<std::string, std::int64_t> streams_by_state; // the states of sync_health
  std::optional<model::Stamp> oldest_whole_at; // of its streams; empty: one was never read whole
  std::optional<std::int64_t> rows, held, rejected;
  // Of the last round.
  std::int64_t round_milliseconds = 0;
  bool file_fails = false;                   // the file or its disk
  std::optional<std::int64_t> requests_left; // of the day
  // Since the program began.
  std::map<std::string, std::int64_t> rounds_by_outcome;
  std::int64_t requests = 0, inserted = 0, changed = 0, deleted = 0;
};

std::string render_metrics(const std::vector<SourceMetrics>& sources, const std::string& version);

// A reader sees the old text or the new one whole. Fails with a sentence.
std::expected<void, std::string> write_metrics(const std::filesystem::path& file,
                                               const std::string& text);

} // namespace trainsync::service
