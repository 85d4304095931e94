#include "tests/simulator/company.hpp"
#include "tests/simulator/existing.hpp"

#include <iterator>
#include <ranges>

namespace trainsync::simulator {
namespace {

LearnEnrolment& existing_enrolment(Company& company, std::string_view id) {
  if (LearnEnrolment* row = company.find_enrolment(id)) {
    return *row;
  }
  throw std::out_of_range("no enrolment has the id " + std::string(id));
}

void start_next_period(LearnEnrolment& row, Time now) {
  row.available_date = now + std::chrono::days{30};
  row.due_date = now + std::chrono::days{60};
}

Text some_content(Company& company) {
  if (company.contents.empty()) {
    return std::nullopt;
  }
  auto position = static_cast<std::ptrdiff_t>(company.ids.below(company.contents.size()));
  return std::next(company.contents.begin(), position)->first;
}

} // namespace

LearnEnrolment& Company::update_enrolment(std::string_view id, std::string_view status,
                                          std::string_view history_type, Time now) {
  LearnEnrolment& row = existing_enrolment(*this, id);
  bool completion = history_type.starts_with("completion-");
  row.history.push_back({.type = std::string(history_type),
                         .completion_id = completion ? Text{new_learn_id(ids)} : std::nullopt,
                         .previous_status = row.status,
                         .next_status = std::string(status),
                         .created_at = now,
                         .updated_at = now});
  if (completion) {
    row.last_completed_at = now;
  }
  if (status == "scheduled") {
    start_next_period(row, now);
  }
  if (history_type == "assignment-updated" && row.due_date) {
    *row.due_date += std::chrono::days{14};
  }
  row.status = status;
  row.updated_at = now;
  return row;
}

LearnEnrolment& Company::complete_enrolment(std::string_view id, Time now) {
  return update_enrolment(id, "complete", "completion-on-system", now);
}

LearnEnrolment& Company::insert_enrolment(std::string_view assignment_id, std::string_view user_id,
                                          Time now) {
  const LearnAssignment& assignment = existing(assignments, assignment_id, "assignment");
  LearnEnrolment row{.id = new_learn_id(ids),
                     .user_id = std::string(user_id),
                     .assignment_id = assignment.id,
                     .audience_id = assignment.audience_id,
                     .primary_content_id = assignment.primary_content_id,
                     .status = "open",
                     .available_date = now,
                     .history = {{.type = "user-added-to-audience",
                                  .previous_status = "unassigned",
                                  .next_status = "open",
                                  .created_at = now,
                                  .updated_at = now}},
                     .updated_at = now};
  if (assignment.completion_period) {
    row.due_date = now + std::chrono::days{*assignment.completion_period};
  }
  return insert(std::move(row));
}

LearnEnrolment& Company::insert(LearnEnrolment row) {
  auto& rows = enrolments[row.assignment_id];
  std::string id = row.id;
  return rows.insert_or_assign(std::move(id), std::move(row)).first->second;
}

void Company::delete_enrolment(std::string_view id) {
  std::string key{id}; // `id` may point into the row
  enrolments.at(existing_enrolment(*this, key).assignment_id).erase(key);
  gone.insert(std::move(key));
}

LearnAssignment& Company::insert_assignment(Time now) {
  LearnAssignment row{.id = new_learn_id(ids),
                      .audience_id = new_learn_id(ids),
                      .primary_content_id = some_content(*this),
                      .completion_period = 30,
                      .created_at = now,
                      .updated_at = now};
  enrolments[row.id];
  std::string id = row.id;
  return assignments.insert_or_assign(std::move(id), std::move(row)).first->second;
}

LearnAssignment& Company::deactivate_assignment(std::string_view id, Time now) {
  LearnAssignment& row = existing(assignments, id, "assignment");
  row.is_active = false;
  row.updated_at = now;
  return row;
}

LearnAssignment& Company::mark_assignment_deleted(std::string_view id, Time now) {
  LearnAssignment& row = deactivate_assignment(id, now);
  row.is_deleted = true;
  row.deleted_at = now;
  return row;
}

void Company::remove_assignment(std::string_view id) {
  std::string key = existing(assignments, id, "assignment").id;
  for (const std::string& row : enrolments[key] | std::views::keys) {
    gone.insert(row);
  }
  enrolments.erase(key);
  assignments.erase(key);
  gone.insert(std::move(key));
}

std::size_t Company::let_time_pass(Time now, bool moves_updated_at) {
  std::size_t changed = 0;
  for (const std::string& id : enrolment_ids()) {
    LearnEnrolment& row = *find_enrolment(id);
    Stamp before = row.updated_at;
    bool opens = row.status == "scheduled" && row.available_date && *row.available_date <= now;
    bool falls_overdue = row.status == "open" && row.due_date && *row.due_date < now;
    if (!opens && !falls_overdue) {
      continue;
    }
    update_enrolment(id, opens ? "open" : "overdue", "scheduled-check", now);
    row.updated_at = moves_updated_at ? row.updated_at : before;
    ++changed;
  }
  return changed;
}

} // namespace trainsync::simulator
