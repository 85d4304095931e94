#include "tests/simulator/company.hpp"

#include <ranges>

namespace trainsync::simulator {
namespace {

template <class Map>
std::string random_key(const Map& rows, Rng& rng) {
  auto position = static_cast<std::ptrdiff_t>(rng.below(rows.size()));
  return rows.empty() ? "" : std::next(rows.begin(), position)->first;
}

std::string random_enrolment(const Company& company, Rng& rng) {
  std::size_t left = rng.below(company.enrolment_count());
  for (const auto& rows : company.enrolments | std::views::values) {
    if (left < rows.size()) {
      return std::next(rows.begin(), static_cast<std::ptrdiff_t>(left))->first;
    }
    left -= rows.size();
  }
  return "";
}

Mutation insert_one(Company& company, Rng& rng, Time now) {
  if (company.assignments.empty() || company.users.empty()) {
    return {};
  }
  std::string assignment = random_key(company.assignments, rng);
  std::string user = random_key(company.users, rng);
  const LearnEnrolment& row = company.insert_enrolment(assignment, user, now);
  return {Mutation::Kind::inserted, row.id, "enrolment " + row.id + " was added"};
}

Mutation delete_one(Company& company, const std::string& id) {
  company.delete_enrolment(id);
  return {Mutation::Kind::deleted, id, "enrolment " + id + " was deleted"};
}

Mutation update_one(Company& company, const std::string& id, Rng& rng, Time now) {
  std::string status = company.find_enrolment(id)->status;
  if (rng.chance(20)) {
    company.update_enrolment(id, status, "assignment-updated", now);
  } else if (status == "complete") {
    company.update_enrolment(id, "scheduled", "scheduled-check", now);
  } else if (status == "scheduled" || status == "archived" || status == "unassigned") {
    company.update_enrolment(id, "open", "scheduled-check", now);
  } else if (status == "open" && rng.chance(30)) {
    company.update_enrolment(id, "overdue", "scheduled-check", now);
  } else {
    company.complete_enrolment(id, now);
  }
  return {Mutation::Kind::updated, id,
          "enrolment " + id + " went from " + status + " to " + company.find_enrolment(id)->status};
}

} // namespace

Mutation mutate_learn(Company& company, Rng& rng, Time now) {
  std::size_t choice = rng.below(10);
  if (choice < 2 || company.enrolment_count() == 0) {
    return insert_one(company, rng, now);
  }
  std::string id = random_enrolment(company, rng);
  return choice < 4 ? delete_one(company, id) : update_one(company, id, rng, now);
}

Mutation mutate_exec(Company& company, Rng& rng, Time now) {
  std::size_t choice = rng.below(10);
  if (choice < 2 || company.exec_assignments.empty()) {
    if (company.exec_users.empty() || company.exec_scenarios.empty()) {
      return {};
    }
    std::string user = random_key(company.exec_users, rng);
    const auto& row = company.insert_exec(user, random_key(company.exec_scenarios, rng), now);
    return {Mutation::Kind::inserted, row.id, "Exec assignment " + row.id + " was added"};
  }
  std::string id = random_key(company.exec_assignments, rng);
  if (choice < 4) {
    company.delete_exec(id);
    return {Mutation::Kind::deleted, id, "Exec assignment " + id + " was deleted"};
  }
  const auto& row = company.record_attempt(id, static_cast<double>(rng.between(30, 100)), now);
  return {Mutation::Kind::updated, id, "Exec assignment " + id + " is now " + row.status};
}

Mutation mutate(Company& company, Rng& rng, Time now) {
  return rng.below(3) < 2 ? mutate_learn(company, rng, now) : mutate_exec(company, rng, now);
}

} // namespace trainsync::simulator
