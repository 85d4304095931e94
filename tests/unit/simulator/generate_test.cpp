#include "tests/simulator/vocabulary.hpp"
#include "tests/unit/simulator/fixture.hpp"

#include <cctype>
#include <ranges>

namespace trainsync::simulator {
namespace {

using testing::UnorderedElementsAreArray;

std::vector<LearnEnrolment> all_enrolments(const Company& company) {
  std::vector<LearnEnrolment> rows;
  for (const auto& of_assignment : company.enrolments | std::views::values) {
    for (const LearnEnrolment& row : of_assignment | std::views::values) {
      rows.push_back(row);
    }
  }
  return rows;
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

TEST(Generate, makes_the_same_company_from_the_same_seed) {
  Company one = generate(Size{}, 7, now);
  Company two = generate(Size{}, 7, now);
  EXPECT_EQ(one.enrolments, two.enrolments);
  EXPECT_EQ(one.users, two.users);
  EXPECT_EQ(one.contents, two.contents);
  EXPECT_EQ(one.assignments, two.assignments);
  EXPECT_EQ(one.exec_assignments, two.exec_assignments);
  EXPECT_EQ(one.exec_users, two.exec_users);
}

TEST(Generate, makes_another_company_from_another_seed) {
  EXPECT_NE(generate(Size{}, 7, now).enrolments, generate(Size{}, 8, now).enrolments);
}

TEST(Generate, makes_as_many_rows_as_were_asked_for) {
  Company company = generate(Size{.assignments = 2,
                                  .enrolments_per_assignment = 130,
                                  .users = 10,
                                  .contents = 30,
                                  .exec_scenarios = 3,
                                  .exec_assignments = 500},
                             1, now);
  EXPECT_EQ(company.assignments.size(), 2);
  EXPECT_EQ(company.enrolment_count(), 260);
  EXPECT_EQ(company.users.size(), 130); // a person is on an assignment once
  EXPECT_EQ(company.contents.size(), 30);
  EXPECT_EQ(company.exec_assignments.size(), 500);
}

TEST(Generate, assigns_nobody_the_same_thing_twice) {
  Company company = generate(Size{.exec_assignments = 240}, 3, now);
  std::set<std::pair<std::string, std::string>> pairs;
  for (const ExecAssignment& row : company.exec_assignments | std::views::values) {
    EXPECT_TRUE(pairs.emplace(row.user_id, row.scenario_id).second);
  }
  for (const LearnEnrolment& row : all_enrolments(company)) {
    EXPECT_TRUE(pairs.emplace(row.user_id, row.assignment_id).second);
  }
}

TEST(Generate, shows_every_status_and_type_of_history_that_is_documented) {
  Company company = generate(Size{.assignments = 1, .enrolments_per_assignment = 14}, 5, now);
  std::set<std::string> statuses, types;
  for (const LearnEnrolment& row : all_enrolments(company)) {
    statuses.insert(row.status);
    for (const LearnHistoryEntry& entry : row.history) {
      types.insert(entry.type);
    }
  }
  EXPECT_THAT(statuses, UnorderedElementsAreArray(learn_statuses));
  EXPECT_THAT(types, UnorderedElementsAreArray(learn_history_types));
  std::set<std::string> of_exec;
  for (const ExecAssignment& row : company.exec_assignments | std::views::values) {
    of_exec.insert(row.status);
  }
  EXPECT_THAT(of_exec, UnorderedElementsAreArray(exec_statuses));
}

TEST(Generate, tells_histories_that_lead_to_the_status) {
  for (const LearnEnrolment& row : all_enrolments(generate(Size{}, 5, now))) {
    std::string status = "unassigned";
    for (const LearnHistoryEntry& entry : row.history) {
      EXPECT_EQ(entry.previous_status, status);
      status = *entry.next_status;
    }
    EXPECT_EQ(row.status, status);
    EXPECT_EQ(row.status == "overdue" && *row.due_date > now, false);
  }
}

TEST(Generate, stamps_nothing_with_the_future) {
  Company company = generate(Size{}, 5, now);
  for (const LearnEnrolment& row : all_enrolments(company)) {
    EXPECT_LT(*row.updated_at, now);
    for (const LearnHistoryEntry& entry : row.history) {
      EXPECT_LE(*entry.created_at, *row.updated_at);
    }
  }
  for (const LearnAssignment& row : company.assignments | std::views::values) {
    EXPECT_LT(*row.updated_at, now);
  }
  for (const LearnUser& row : company.users | std::views::values) {
    EXPECT_LT(*row.updated_at, now);
  }
  for (const ExecAssignment& row : company.exec_assignments | std::views::values) {
    EXPECT_LT(*row.created_at, now);
  }
}

TEST(Generate, gives_ids_of_each_platform_s_shape) {
  Company company = generate(Size{}, 5, now);
  for (const std::string& id : company.enrolment_ids()) {
    EXPECT_EQ(id.size(), 24u);
    EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
  }
  for (const std::string& id : company.exec_assignments | std::views::keys) {
    EXPECT_EQ(id.size(), 12u);
    EXPECT_TRUE(std::ranges::all_of(id, [](unsigned char c) { return std::isalnum(c); }));
  }
}

TEST(Generate, puts_people_on_both_platforms_some_with_an_email_in_other_case_or_none) {
  Company company = generate(Size{}, 5, now);
  std::set<std::string> exact, folded;
  std::size_t without = 0;
  for (const LearnUser& user : company.users | std::views::values) {
    without += user.email ? 0 : 1;
    exact.insert(user.email.value_or("-"));
    folded.insert(lower(user.email.value_or("-")));
  }
  std::size_t same = 0;
  std::size_t same_but_for_case = 0;
  for (const ExecUser& user : company.exec_users | std::views::values) {
    same += exact.contains(user.email.value_or(""));
    same_but_for_case += folded.contains(lower(user.email.value_or("")));
  }
  EXPECT_GT(without, 0u);
  EXPECT_GT(same, 5u);
  EXPECT_GT(same_but_for_case, same);
  EXPECT_LT(same_but_for_case, company.exec_users.size());
}

TEST(Generate, leaves_gaps_where_the_platforms_do) {
  Company company = generate(Size{}, 5, now);
  auto rows = all_enrolments(company);
  auto of_exec = company.exec_assignments | std::views::values;
  EXPECT_TRUE(std::ranges::any_of(rows, [](auto& row) { return !row.due_date; }));
  EXPECT_TRUE(std::ranges::any_of(rows, [](auto& row) { return row.due_date > now; }));
  EXPECT_TRUE(std::ranges::any_of(of_exec, [](auto& row) { return !row.best_score; }));
  EXPECT_TRUE(std::ranges::any_of(of_exec, [](auto& row) { return !row.program_id; }));
  EXPECT_TRUE(std::ranges::any_of(of_exec, [](auto& row) { return row.program_id.has_value(); }));
  EXPECT_TRUE(std::ranges::any_of(of_exec, [](auto& row) { return !row.rank_min; }));
  EXPECT_TRUE(std::ranges::any_of(company.assignments | std::views::values,
                                  [](auto& row) { return row.recurrence.has_value(); }));
}

} // namespace
} // namespace trainsync::simulator
