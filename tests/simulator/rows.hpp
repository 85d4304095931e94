// The records of both platforms as plain structs, so that a test can compare a file with the truth
// field by field. What an API may answer with null is optional. Names follow the APIs' own, in
// snake case.
#pragma once

#include "tests/simulator/clock.hpp"

#include <optional>
#include <string>
#include <vector>

namespace trainsync::simulator {

using Text = std::optional<std::string>;
using Stamp = std::optional<Time>;

struct LearnHistoryEntry {
  std::string type;
  Text completion_id = {};
  Text previous_status = {};
  Text next_status = {};
  Stamp created_at = {};
  Stamp updated_at = {};
  bool operator==(const LearnHistoryEntry&) const = default;
};

struct LearnEnrolment {
  std::string id;
  std::string user_id;
  std::string assignment_id;
  Text audience_id = {};
  Text primary_content_id = {};
  std::string status;
  Stamp available_date = {};
  Stamp due_date = {};
  Stamp last_completed_at = {};
  std::vector<LearnHistoryEntry> history = {};
  Stamp updated_at = {}; // without it, the row is in no window of updatedAtFrom and updatedAtTo
  bool operator==(const LearnEnrolment&) const = default;
};

struct LearnAssignment {
  std::string id;
  Text audience_id = {};
  Text primary_content_id = {};
  std::vector<std::string> alternative_content_ids = {};
  bool hide_alternative_content = false;
  std::optional<int> completion_period = {}; // days
  std::optional<int> recurrence = {};        // days
  bool is_active = true;
  bool is_deleted = false;
  Stamp created_at = {};
  Stamp deleted_at = {};
  Stamp updated_at = {};
  bool operator==(const LearnAssignment&) const = default;
};

struct LearnUser {
  std::string id;
  Text ref = {};
  Text first_name = {};
  Text last_name = {};
  Text email = {};
  Text role = {};
  Text status = {};
  Text manager_id = {}; // served in the user's position
  Text manager_name = {};
  Text department = {}; // served in additionalFields
  bool is_active = true;
  Stamp start_date = {};
  Stamp end_date = {};
  Stamp created_at = {};
  Stamp updated_at = {};
  Text language_code = {};
  bool deleted = false;
  bool operator==(const LearnUser&) const = default;
};

struct LearnContent {
  std::string id;
  Text title = {};
  Text description = {};
  Text type = {};
  Stamp created_at = {};
  Stamp updated_at = {};
  bool operator==(const LearnContent&) const = default;
};

struct ExecUser {
  std::string id;
  Text email = {};
  Text first_name = {};
  Text last_name = {};
  bool operator==(const ExecUser&) const = default;
};

struct ExecScenario {
  std::string id;
  Text name = {};
  Text slug = {};
  bool operator==(const ExecScenario&) const = default;
};

struct ExecProgram {
  std::string id;
  Text name = {};
  bool operator==(const ExecProgram&) const = default;
};

// The user, scenario and program stand in the company under these ids.
struct ExecAssignment {
  std::string id;
  std::string user_id;
  std::string scenario_id;
  Text program_id = {};
  std::string status;
  Stamp due_date = {};
  std::optional<double> best_score = {};
  Text best_rank = {};
  int attempt_count = 0;
  std::optional<int> attempt_min = {};
  std::optional<int> attempt_max = {};
  Text rank_min = {};
  Stamp created_at = {};
  bool operator==(const ExecAssignment&) const = default;
};

} // namespace trainsync::simulator
