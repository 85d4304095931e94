#include "tests/simulator/company.hpp"
#include "tests/simulator/existing.hpp"

#include <algorithm>
#include <limits>

namespace trainsync::simulator {
namespace {

std::string_view rank_for(double score) {
  return score >= 90 ? "gold" : score >= 75 ? "silver" : score >= 50 ? "bronze" : "unranked";
}

} // namespace

ExecAssignment& Company::record_attempt(std::string_view id, double score, Time now) {
  ExecAssignment& row = existing(exec_assignments, id, "Exec assignment");
  ++row.attempt_count;
  row.best_score = std::max(row.best_score.value_or(0), score);
  row.best_rank = std::string(rank_for(*row.best_score));
  // By value_or, and not by `row.due_date && …`, of which valgrind believes that it depends on what
  // is not there.
  bool overdue = row.due_date.value_or(Time::max()) < now;
  bool used_up = row.attempt_count >= row.attempt_max.value_or(std::numeric_limits<int>::max());
  row.status = *row.best_score >= 75 ? "completed"
               : used_up             ? "did_not_pass"
               : overdue             ? "past_due"
                                     : "in_progress";
  return row;
}

ExecAssignment& Company::set_exec_status(std::string_view id, std::string_view status) {
  ExecAssignment& row = existing(exec_assignments, id, "Exec assignment");
  row.status = status;
  return row;
}

ExecAssignment& Company::insert_exec(std::string_view user_id, std::string_view scenario_id,
                                     Time now) {
  return insert(ExecAssignment{.id = new_exec_id(ids),
                               .user_id = existing(exec_users, user_id, "Exec user").id,
                               .scenario_id = existing(exec_scenarios, scenario_id, "scenario").id,
                               .status = "not_started",
                               .due_date = now + std::chrono::days{14},
                               .attempt_count = 0,
                               .attempt_min = 1,
                               .rank_min = "silver",
                               .created_at = now});
}

ExecAssignment& Company::insert(ExecAssignment row) {
  std::string id = row.id;
  return exec_assignments.insert_or_assign(std::move(id), std::move(row)).first->second;
}

void Company::delete_exec(std::string_view id) {
  std::string key = existing(exec_assignments, id, "Exec assignment").id;
  exec_assignments.erase(key);
  gone.insert(std::move(key));
}

} // namespace trainsync::simulator
