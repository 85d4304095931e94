// What `trainsync status` tells: how the file is, source by source, at one moment. Plain values.
#pragma once

#include "daemon/model/records.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace trainsync::cli {

// A row of sync_health, and when it is due again.
struct StreamStatus {
  std::string stream;
  model::Text assignment; // Learn's id, of enrolments
  std::string state;      // as sync_health has it
  std::optional<model::Stamp> last_whole_at, last_pass_at, next_due_at;
  model::Text what_to_do;
};

struct RunStatus {
  std::int64_t id = 0;
  std::string kind;
  std::optional<model::Stamp> started_at, ended_at;
  std::string outcome; // empty: under way, or ended by a kill
  model::Text error;
  std::int64_t requests = 0, rows_seen = 0, rows_new = 0, rows_changed = 0, rows_deleted = 0,
               rows_rejected = 0;
};

// Of requests, where the config says what may be spent.
struct BudgetStatus {
  std::int64_t per_minute = 0, per_day = 0, used = 0; // `used`: within 24 hours
  std::optional<model::Stamp> blocked_until;          // no request is allowed before
};

struct SourceStatus {
  std::string name, platform, host;
  bool is_configured = true, is_in_file = true;
  model::Text refusal; // why no sync reads it, and what to do
  std::vector<StreamStatus> streams;
  std::int64_t rows = 0, people = 0, items = 0, assignments = 0; // rows: that are not deleted
  std::vector<RunStatus> runs;                                   // the last few, the newest first
  std::optional<model::Stamp> next_due_at;
  std::optional<BudgetStatus> budget;
  std::int64_t held = 0, rejected = 0; // rejected: not healed
  std::optional<model::Stamp> held_since;
};

struct Status {
  model::Stamp at{};
  std::filesystem::path database;
  std::int64_t bytes = 0;              // of the file and its WAL
  std::optional<long> writer;          // the process that keeps it, where that can be seen
  std::vector<std::string> what_to_do; // about the file as a whole
  std::vector<SourceStatus> sources;
};

// Nobody has to do anything about these: fresh, resting, unavailable, left_out.
bool is_fine(const std::string& state);
// "failing" where no sync reads it; else the worst of its streams' states: held, failing, stale,
// never or fresh.
std::string state_of(const SourceStatus& source);
bool is_fresh(const Status& status);
// The enrolments are as the platform had them then, or newer; empty where a list of them was never
// read whole. Lists that are left out or rest do not count.
std::optional<model::Stamp> as_of(const SourceStatus& source);
std::map<std::string, std::int64_t> streams_by_state(const SourceStatus& source);

} // namespace trainsync::cli
