#include "tests/unit/simulator/fixture.hpp"

namespace trainsync::simulator {
namespace {

using std::chrono::days;
using std::chrono::minutes;

class CompanyTest : public testing::Test {
protected:
  Company company = generate(Size{}, 7, now);
  std::string an_enrolment() const { return company.enrolment_ids().front(); }
  std::string an_exec_assignment() const { return company.exec_assignments.begin()->first; }
};

TEST_F(CompanyTest, update_adds_to_the_history_and_moves_the_stamp) {
  LearnEnrolment before = *company.find_enrolment(an_enrolment());
  const LearnEnrolment& after =
      company.update_enrolment(before.id, "archived", "user-suspended", now);
  EXPECT_EQ(after.status, "archived");
  EXPECT_EQ(after.updated_at, now);
  ASSERT_EQ(after.history.size(), before.history.size() + 1);
  EXPECT_EQ(after.history.back().previous_status, before.status);
  EXPECT_EQ(after.history.back().next_status, "archived");
  EXPECT_EQ(after.history.back().created_at, now);
}

TEST_F(CompanyTest, completion_has_an_id_and_a_date) {
  const LearnEnrolment& row = company.complete_enrolment(an_enrolment(), now);
  EXPECT_EQ(row.last_completed_at, now);
  EXPECT_TRUE(row.history.back().completion_id);
}

TEST_F(CompanyTest, next_period_and_updated_assignment_move_the_due_date) {
  auto id = an_enrolment();
  EXPECT_EQ(company.update_enrolment(id, "scheduled", "scheduled-check", now).due_date,
            now + days{60});
  EXPECT_EQ(company.update_enrolment(id, "scheduled", "assignment-updated", now).due_date,
            now + days{74});
}

TEST_F(CompanyTest, insert_and_delete_are_remembered) {
  std::size_t before = company.enrolment_count();
  auto row = company.insert_enrolment(company.assignments.begin()->first,
                                      company.users.begin()->first, now);
  EXPECT_EQ(company.enrolment_count(), before + 1);
  company.delete_enrolment(company.find_enrolment(row.id)->id);
  EXPECT_EQ(company.enrolment_count(), before);
  EXPECT_TRUE(company.gone.contains(row.id));
}

TEST_F(CompanyTest, ids_that_do_not_exist_are_the_test_s_mistake) {
  EXPECT_THROW(company.complete_enrolment("nobody", now), std::out_of_range);
  EXPECT_THROW(company.delete_enrolment("nobody"), std::out_of_range);
  EXPECT_THROW(company.delete_exec("nobody"), std::out_of_range);
  EXPECT_THROW(company.remove_assignment("nobody"), std::out_of_range);
}

TEST_F(CompanyTest, removed_assignment_takes_its_enrolments_along) {
  std::string id = company.assignments.begin()->first;
  std::string row = company.enrolments.begin()->second.begin()->first;
  company.remove_assignment(id);
  EXPECT_FALSE(company.assignments.contains(id));
  EXPECT_EQ(company.find_enrolment(row), nullptr);
  EXPECT_TRUE(company.gone.contains(row));
}

TEST_F(CompanyTest, clock_opens_scheduled_rows_and_lets_open_ones_fall_overdue) {
  auto id = an_enrolment();
  company.update_enrolment(id, "scheduled", "scheduled-check", now);
  company.let_time_pass(now + days{31});
  EXPECT_EQ(company.find_enrolment(id)->status, "open");
  company.let_time_pass(now + days{61}, false);
  EXPECT_EQ(company.find_enrolment(id)->status, "overdue");
  EXPECT_EQ(company.find_enrolment(id)->updated_at, now + days{31});
  EXPECT_EQ(company.let_time_pass(now + days{61}), 0u);
}

TEST_F(CompanyTest, attempts_raise_the_best_score_and_decide_the_status) {
  auto row = company.insert_exec(company.exec_users.begin()->first,
                                 company.exec_scenarios.begin()->first, now);
  EXPECT_EQ(row.status, "not_started");
  company.exec_assignments.at(row.id).attempt_max = 2;
  EXPECT_EQ(company.record_attempt(row.id, 40, now).status, "in_progress");
  EXPECT_EQ(company.record_attempt(row.id, 30, now).status, "did_not_pass");
  EXPECT_EQ(company.exec_assignments.at(row.id).best_score, 40);
  EXPECT_EQ(company.record_attempt(row.id, 91, now).status, "completed");
  EXPECT_EQ(company.exec_assignments.at(row.id).best_rank, "gold");
}

TEST_F(CompanyTest, late_rows_show_their_old_values_until_they_are_visible) {
  LearnEnrolment row = *company.find_enrolment(an_enrolment());
  LearnEnrolment later = row;
  later.status = "archived";
  company.show_later(later, now + minutes{2});
  company.reveal(now + minutes{1});
  EXPECT_EQ(*company.find_enrolment(row.id), row);
  company.reveal(now + minutes{2});
  EXPECT_EQ(*company.find_enrolment(row.id), later);
  EXPECT_TRUE(company.late.empty());
}

TEST_F(CompanyTest, random_changes_repeat_with_their_seed_and_are_of_every_kind) {
  Company twin = company;
  Rng rng{9}, twin_rng{9};
  std::set<Mutation::Kind> learn_kinds, exec_kinds;
  for (int i = 0; i < 100; ++i) {
    auto change = mutate(company, rng, now + minutes{i});
    EXPECT_EQ(change.what, mutate(twin, twin_rng, now + minutes{i}).what);
    (change.what.starts_with("Exec") ? exec_kinds : learn_kinds).insert(change.kind);
  }
  EXPECT_EQ(company.enrolments, twin.enrolments);
  EXPECT_EQ(company.exec_assignments, twin.exec_assignments);
  EXPECT_EQ(learn_kinds.size(), 3u);
  EXPECT_EQ(exec_kinds.size(), 3u);
}

TEST_F(CompanyTest, random_changes_of_an_empty_company_do_no_harm) {
  Company empty;
  Rng rng{1};
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(mutate(empty, rng, now).kind, Mutation::Kind::none);
  }
}

} // namespace
} // namespace trainsync::simulator
