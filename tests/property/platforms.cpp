#include "tests/property/platforms.hpp"

#include "tests/simulator/vocabulary.hpp"

#include <algorithm>
#include <ranges>

namespace trainsync::property {
namespace {

using simulator::Company;
using simulator::LearnEnrolment;
using simulator::Time;

constexpr std::array statuses{"open", "complete", "overdue", "scheduled", "archived", "unassigned"};
constexpr std::array reasons{"assignment-updated", "completion-on-system", "scheduled-check"};

} // namespace

Platforms::Platforms(Company truth, PlatformHabits habits, std::uint64_t seed)
    : apis(std::move(truth)), habits_(habits), rng_(seed) {}

bool Platforms::lives_since(const std::string& source, const std::string& id, Time moment) const {
  const bool lives = source == "learn" ? apis.company.find_enrolment(id) != nullptr
                                       : apis.company.exec_assignments.contains(id);
  const auto born = born_.find(id);
  return lives && (born == born_.end() || born->second < moment);
}

std::string Platforms::change(Time now) {
  company().reveal(now);
  const std::size_t choice = rng_.below(100);
  if (choice < 62)
    return change_learn(now);
  if (choice < 94)
    return change_exec(now);
  return choice < 97 || !habits_.whole_assignments ? change_many(now) : change_assignments(now);
}

void Platforms::touch_all_assignments(Time now) {
  if (active_assignments().empty())
    company().insert_assignment(now);
  for (const std::string& assignment : active_assignments())
    insert(assignment, now);
}

std::string Platforms::change_learn(Time now) {
  const auto ids = enrolments();
  const auto assignments = active_assignments();
  const std::size_t choice = rng_.below(10);
  if (!assignments.empty() && (choice < 2 || ids.empty()))
    return insert(rng_.pick(assignments), now);
  if (ids.empty())
    return "nothing";
  const std::string& id = rng_.pick(ids);
  if (choice < 4)
    return remove(id);
  if (choice == 4)
    return update_late(id, now);
  return choice == 5 && rng_.chance(30) ? insert_again(now) : update(id, now);
}

std::string Platforms::update(const std::string& id, Time now) {
  const std::string status = rng_.pick(statuses);
  const simulator::Stamp before = company().find_enrolment(id)->updated_at;
  LearnEnrolment& row = company().update_enrolment(id, status, rng_.pick(reasons), now);
  if (!habits_.silent_flips || !rng_.chance(30))
    return id + " is " + status;
  row.updated_at = before;
  flipped_silently = true;
  return id + " is silently " + status;
}

std::string Platforms::update_late(const std::string& id, Time now) {
  LearnEnrolment row = *company().find_enrolment(id);
  const auto lateness = std::chrono::milliseconds(rng_.between(0, habits_.lateness.count()));
  if (rng_.chance(50)) { // a new row, rather than a change of that one
    row.id = simulator::new_learn_id(company().ids);
    row.user_id = user();
    born_[row.id] = now + lateness;
  }
  row.status = rng_.pick(statuses);
  row.updated_at = now;
  const std::string shown = row.id;
  company().show_later(std::move(row), now + lateness);
  return shown + " is seen " + std::to_string(lateness.count()) + " ms late";
}

std::string Platforms::insert(const std::string& assignment, Time now) {
  const LearnEnrolment& row = company().insert_enrolment(assignment, user(), now);
  born_[row.id] = now;
  return row.id + " is new";
}

std::string Platforms::insert_again(Time now) {
  const auto active = active_assignments();
  if (removed_.empty())
    return "nothing";
  const auto chosen = removed_.begin() + static_cast<std::ptrdiff_t>(rng_.below(removed_.size()));
  LearnEnrolment row = *chosen;
  removed_.erase(chosen);
  if (std::ranges::find(active, row.assignment_id) == active.end())
    return "nothing";
  row.updated_at = born_[row.id] = now;
  return company().insert(std::move(row)).id + " is back";
}

std::string Platforms::remove(const std::string& id) {
  removed_.push_back(*company().find_enrolment(id));
  company().delete_enrolment(id);
  return id + " is gone";
}

std::string Platforms::change_exec(Time now) {
  std::vector<std::string> ids;
  for (const auto& id : company().exec_assignments | std::views::keys)
    if (!is_late(id))
      ids.push_back(id);
  const std::size_t choice = rng_.below(10);
  if (choice < 3 || ids.empty()) {
    std::vector<std::string> users, scenarios;
    std::ranges::copy(company().exec_users | std::views::keys, std::back_inserter(users));
    std::ranges::copy(company().exec_scenarios | std::views::keys, std::back_inserter(scenarios));
    if (users.empty() || scenarios.empty())
      return "nothing";
    const auto& row = company().insert_exec(rng_.pick(users), rng_.pick(scenarios), now);
    born_[row.id] = now;
    return row.id + " is new";
  }
  const std::string& id = rng_.pick(ids);
  if (choice < 6) {
    company().delete_exec(id);
    return id + " is gone";
  }
  return id + " is " +
         company().record_attempt(id, static_cast<double>(rng_.between(30, 100)), now).status;
}

// An administrator's change: all rows of an assignment at the same moment.
std::string Platforms::change_many(Time now) {
  const auto ids = enrolments();
  if (ids.empty())
    return "nothing";
  const std::string assignment = company().find_enrolment(rng_.pick(ids))->assignment_id;
  const std::string status = rng_.pick(statuses);
  for (const std::string& id : ids)
    if (company().find_enrolment(id)->assignment_id == assignment && !rng_.chance(20))
      company().update_enrolment(id, status, "assignment-updated", now);
  return "most of " + assignment + " is " + status;
}

std::string Platforms::change_assignments(Time now) {
  const auto active = active_assignments();
  const std::size_t choice = rng_.below(4);
  if (choice == 0 || active.empty()) {
    const std::string id = company().insert_assignment(now).id;
    for (std::size_t left = rng_.below(12); left > 0; --left)
      insert(id, now);
    return "assignment " + id + " is new";
  }
  const std::string& id = rng_.pick(active);
  std::erase_if(company().late, [&](const simulator::LateRow& late) {
    const auto* row = std::get_if<LearnEnrolment>(&late.row);
    return row && row->assignment_id == id;
  });
  if (choice == 1) {
    company().remove_assignment(id);
    return "assignment " + id + " is gone";
  }
  for (const std::string& row : enrolments()) // which is why they change a last time
    if (company().find_enrolment(row)->assignment_id == id)
      company().update_enrolment(row, "archived", "content-archived", now);
  choice == 2 ? company().deactivate_assignment(id, now)
              : company().mark_assignment_deleted(id, now);
  return "assignment " + id + " is off";
}

bool Platforms::is_late(const std::string& id) const {
  return std::ranges::any_of(apis.company.late, [&](const simulator::LateRow& late) {
    return std::visit([&](const auto& row) { return row.id == id; }, late.row);
  });
}

std::vector<std::string> Platforms::active_assignments() {
  std::vector<std::string> ids;
  for (const auto& [id, row] : company().assignments)
    if (row.is_active && !row.is_deleted)
      ids.push_back(id);
  return ids;
}

std::vector<std::string> Platforms::enrolments() {
  std::vector<std::string> ids;
  for (const std::string& assignment : active_assignments())
    for (const auto& id : company().enrolments[assignment] | std::views::keys)
      if (!is_late(id))
        ids.push_back(id);
  return ids;
}

std::string Platforms::user() {
  const auto chosen = static_cast<std::ptrdiff_t>(rng_.below(company().users.size()));
  return std::next(company().users.begin(), chosen)->first;
}

} // namespace trainsync::property
