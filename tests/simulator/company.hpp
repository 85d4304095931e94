// What is true: the records that both platforms hold about one company. Tests change it between
// requests and compare what the daemon stored with it. Plain data without locks; the same calls
// give the same company on every machine.
#pragma once

#include "tests/simulator/rng.hpp"
#include "tests/simulator/rows.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace trainsync::simulator {

template <class Row>
using ById = std::map<std::string, Row, std::less<>>;

// A change that has happened, but that the listings show only later, as a database replica would.
// Where a row of that id exists, the listings go on with the old one until then.
struct LateRow {
  Time visible_at;
  std::variant<LearnEnrolment, ExecAssignment> row;
};

struct Company {
  ById<LearnAssignment> assignments;
  ById<LearnUser> users;
  ById<LearnContent> contents;
  ById<ById<LearnEnrolment>> enrolments; // by assignment

  ById<ExecUser> exec_users;
  ById<ExecScenario> exec_scenarios;
  ById<ExecProgram> exec_programs;
  ById<ExecAssignment> exec_assignments;

  std::vector<LateRow> late;
  std::set<std::string, std::less<>>
      gone; // ids that were once true, so that asking for them is no mistake
  Rng ids{1};

  // Lookups; nullptr where there is none.
  LearnEnrolment* find_enrolment(std::string_view id);
  const LearnEnrolment* find_enrolment(std::string_view id) const;
  std::size_t enrolment_count() const;
  std::vector<std::string> enrolment_ids() const;

  // Learn. Each stamps the row with `now` and adds to its history. Ids that do not exist throw
  // std::out_of_range.
  LearnEnrolment& update_enrolment(std::string_view id, std::string_view status,
                                   std::string_view history_type, Time now);
  LearnEnrolment& complete_enrolment(std::string_view id, Time now);
  LearnEnrolment& insert_enrolment(std::string_view assignment_id, std::string_view user_id,
                                   Time now);
  LearnEnrolment& insert(LearnEnrolment row);
  void delete_enrolment(std::string_view id); // the row is in no listing any more
  LearnAssignment& insert_assignment(Time now);
  LearnAssignment& deactivate_assignment(std::string_view id, Time now);
  LearnAssignment& mark_assignment_deleted(std::string_view id, Time now); // listed, isDeleted
  void remove_assignment(std::string_view id); // no longer listed; its enrolments answer 404

  // The statuses that the clock alone changes: scheduled rows open, open ones fall overdue. Whether
  // that moves updatedAt is not documented, so a test says. The number of rows that changed.
  std::size_t let_time_pass(Time now, bool moves_updated_at = true);

  // Exec.
  ExecAssignment& record_attempt(std::string_view id, double score, Time now);
  ExecAssignment& set_exec_status(std::string_view id, std::string_view status);
  ExecAssignment& insert_exec(std::string_view user_id, std::string_view scenario_id, Time now);
  ExecAssignment& insert(ExecAssignment row);
  void delete_exec(std::string_view id);

  // Rows that appear, or take their new values, at `visible_at`. reveal() is called by the APIs
  // before each answer.
  void show_later(LearnEnrolment row, Time visible_at);
  void show_later(ExecAssignment row, Time visible_at);
  void reveal(Time now);
};

struct Size {
  std::size_t assignments = 3;
  std::size_t enrolments_per_assignment = 40;
  std::size_t users = 60;
  std::size_t contents = 8;
  std::size_t exec_users = 40;
  std::size_t exec_scenarios = 6;
  std::size_t exec_programs = 2;
  std::size_t exec_assignments = 60;
};

// A company with names, titles, histories, due dates, scores and gaps as real ones have them; half
// of its people are on both platforms. From 14 enrolments on, every status and history type occurs.
// Whatever says when something happened lies before `now`. There are more users than asked for
// where so many enrolments need them: a person is on an assignment once.
Company generate(const Size& size, std::uint64_t seed, Time now);

// One random change of a row, in Learn or Exec. `what` is a sentence for a failing test's output.
struct Mutation {
  enum class Kind { none, inserted, updated, deleted };
  Kind kind = Kind::none;
  std::string id;
  std::string what;
};
Mutation mutate(Company& company, Rng& rng, Time now);
Mutation mutate_learn(Company& company, Rng& rng, Time now);
Mutation mutate_exec(Company& company, Rng& rng, Time now);

} // namespace trainsync::simulator
