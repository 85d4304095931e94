#include "daemon/cli/check/budget_plan.hpp"

#include <gmock/gmock.h>

namespace trainsync::cli {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;

TEST(ExecPlan, that_fits_says_what_is_allowed) {
  const Finding plan = plan_budget(config::Exec(), ExecSize{230, 3});
  EXPECT_EQ(plan.severity, Severity::good);
  EXPECT_THAT(plan.message, AllOf(HasSubstr("230 rows on 3 pages: 3 requests a round"),
                                  HasSubstr("900 a day (1,000 less the reserve)"),
                                  HasSubstr("one every 4 min"), HasSubstr("every 15 min is")));
}

TEST(ExecPlan, of_an_empty_workspace_is_one_request) {
  EXPECT_THAT(plan_budget(config::Exec(), ExecSize{}).message, HasSubstr("1 request a round"));
}

// 900 requests and a round every 15 minutes leave 9 for each.
TEST(ExecPlan, fits_up_to_the_last_page_and_no_further) {
  EXPECT_EQ(plan_budget(config::Exec(), ExecSize{900, 9}).severity, Severity::good);
  const Finding plan = plan_budget(config::Exec(), ExecSize{1000, 10});
  EXPECT_EQ(plan.severity, Severity::warning);
  EXPECT_THAT(plan.message,
              AllOf(HasSubstr("one every 16 min"), HasSubstr("less often than every 15 min"),
                    HasSubstr("exec.poll_interval = \"16m\""), HasSubstr("requests_per_day")));
}

TEST(ExecPlan, larger_than_a_day_says_that_it_takes_days_and_finds_no_deletions) {
  const Finding plan = plan_budget(config::Exec(), ExecSize{100'000, 1000});
  EXPECT_EQ(plan.severity, Severity::warning);
  EXPECT_THAT(plan.message,
              AllOf(HasSubstr("over 2 days"), HasSubstr("no deletions"), HasSubstr("filters")));
}

TEST(LearnPlan, counts_a_request_for_each_assignment_and_one_for_their_list) {
  const Finding plan = plan_budget(config::Learn(), LearnSize{12, true, 5000});
  EXPECT_EQ(plan.severity, Severity::good);
  EXPECT_THAT(plan.message, AllOf(HasSubstr("12 assignments: 13 requests a round"),
                                  HasSubstr("every 5 min makes 3,744 a day"),
                                  HasSubstr("reading all again about 62;"),
                                  HasSubstr("100,000 a day are allowed")));
}

TEST(LearnPlan, before_the_first_sync_says_what_is_not_known) {
  EXPECT_THAT(
      plan_budget(config::Learn(), LearnSize{1000, false, {}}).message,
      AllOf(HasSubstr("at least 1,000 assignments"), HasSubstr("one for every 100 enrolments")));
}

TEST(LearnPlan, warns_where_the_polls_do_not_fit) {
  const Finding plan = plan_budget(config::Learn(), LearnSize{999, true, 0});
  EXPECT_EQ(plan.severity, Severity::warning);
  EXPECT_THAT(plan.message, AllOf(HasSubstr("less often than every 5 min"),
                                  HasSubstr("learn.poll_interval = \"15m\"")));
}

TEST(LearnPlan, warns_where_polls_and_the_daily_reading_together_do_not_fit) {
  config::Learn learn;
  learn.requests_per_day = 3800;
  EXPECT_EQ(plan_budget(learn, LearnSize{12, true, 1000}).severity, Severity::good);
  const Finding plan = plan_budget(learn, LearnSize{12, true, 10'000});
  EXPECT_EQ(plan.severity, Severity::warning);
  EXPECT_THAT(plan.message, HasSubstr("not enough for both"));
}

} // namespace
} // namespace trainsync::cli
