#include "tests/simulator/generate_detail.hpp"
#include "tests/simulator/people.hpp"
#include "tests/simulator/vocabulary.hpp"

#include <algorithm>

namespace trainsync::simulator {
namespace {

using std::chrono::days;

// Every other account belongs to somebody who is on Learn too.
std::size_t person_index(std::size_t account, std::size_t learn_people) {
  return account % 2 == 0 ? (account / 2) % std::max<std::size_t>(learn_people, 1)
                          : learn_people + account;
}

std::string shouted(std::string text) {
  for (char& letter : text) {
    letter = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  }
  return text;
}

std::vector<std::string> make_users(Company& company, std::size_t count, Rng& rng) {
  std::vector<std::string> ids;
  for (std::size_t index = 0; index < count; ++index) {
    GeneratedPerson who = person(person_index(index, company.users.size()));
    Text email = rng.chance(3) ? Text{} : rng.chance(15) ? shouted(who.email) : who.email;
    ids.push_back(new_exec_id(company.ids));
    company.exec_users.emplace(ids.back(),
                               ExecUser{ids.back(), email, who.first_name,
                                        rng.chance(97) ? Text{who.last_name} : std::nullopt});
  }
  return ids;
}

std::vector<std::string> make_scenarios(Company& company, std::size_t count) {
  std::vector<std::string> ids;
  for (std::size_t index = 0; index < count; ++index) {
    const ScenarioName& named = scenario_names[index % scenario_names.size()];
    std::size_t round = index / scenario_names.size() + 1;
    ids.push_back(new_exec_id(company.ids));
    company.exec_scenarios.emplace(
        ids.back(),
        ExecScenario{ids.back(),
                     std::string(named.name) + (round == 1 ? "" : " " + std::to_string(round)),
                     std::string(named.slug) + (round == 1 ? "" : "-" + std::to_string(round))});
  }
  return ids;
}

std::vector<std::string> make_programs(Company& company, std::size_t count) {
  std::vector<std::string> ids;
  for (std::size_t index = 0; index < count; ++index) {
    ids.push_back(new_exec_id(company.ids));
    company.exec_programs.emplace(
        ids.back(),
        ExecProgram{ids.back(), std::string(program_names[index % program_names.size()])});
  }
  return ids;
}

std::string_view rank_of(double score) {
  return exec_ranks[score >= 90 ? 3 : score >= 75 ? 2 : score >= 50 ? 1 : 0];
}

void give_result(ExecAssignment& row, Rng& rng) {
  bool passed = row.status == "completed";
  bool tried = passed || row.status == "in_progress" || row.status == "did_not_pass" ||
               (row.status == "past_due" && rng.chance(40));
  if (!tried) {
    return;
  }
  row.attempt_count = static_cast<int>(rng.between(1, 6));
  if (row.status == "in_progress" && rng.chance(30)) {
    return; // begun, not yet scored
  }
  row.best_score = static_cast<double>(passed ? rng.between(75, 100) : rng.between(8, 74));
  if (rng.chance(10)) {
    *row.best_score -= 0.5;
  }
  row.best_rank = rng.chance(92) ? Text{rank_of(*row.best_score)} : std::nullopt;
}

ExecAssignment make_assignment(Company& company, std::size_t index, Rng& rng, Time now) {
  ExecAssignment row;
  row.id = new_exec_id(company.ids);
  row.status =
      exec_statuses[index < exec_statuses.size() ? index : rng.below(exec_statuses.size())];
  Time created = std::chrono::floor<std::chrono::seconds>(recently(rng, 300, now));
  row.created_at = created;
  bool past = row.status == "past_due" || row.status == "did_not_pass";
  row.due_date = std::chrono::floor<days>(past ? created + (now - created) / 2
                                               : now + days{rng.between(2, 60)});
  if (!past && rng.chance(25)) {
    row.due_date = std::nullopt;
  }
  row.attempt_min = rng.chance(80) ? std::optional<int>{1} : std::nullopt;
  row.attempt_max = rng.chance(30) ? std::optional<int>{6} : std::nullopt;
  row.rank_min = rng.chance(60) ? Text{rng.pick(exec_ranks)} : std::nullopt;
  give_result(row, rng);
  return row;
}

} // namespace

void generate_exec(Company& company, const Size& size, Rng& rng, Time now) {
  std::size_t scenario_count = std::max<std::size_t>(size.exec_scenarios, 1);
  std::size_t needed = (size.exec_assignments + scenario_count - 1) / scenario_count;
  auto users = make_users(company, std::max(size.exec_users, needed), rng);
  auto scenarios = make_scenarios(company, scenario_count);
  auto programs = make_programs(company, size.exec_programs);
  for (std::size_t index = 0; index < size.exec_assignments; ++index) {
    ExecAssignment row = make_assignment(company, index, rng, now);
    row.user_id = users[index % users.size()];
    row.scenario_id = scenarios[(index / users.size() + index) % scenarios.size()];
    if (!programs.empty() && rng.chance(40)) {
      row.program_id = rng.pick(programs);
    }
    company.insert(std::move(row));
  }
}

} // namespace trainsync::simulator
