#include "daemon/cli/check/probe.hpp"

#include "tests/unit/stamps.hpp"

#include <gmock/gmock.h>

namespace trainsync::cli {
namespace {

using Kind = sync::Failure::Kind;
using testing::AllOf;
using testing::HasSubstr;

const model::Stamp noon = test::at("2026-03-31T12:00:00Z");

Findings judge_failed(Kind kind, std::optional<model::Stamp> until = {}) {
  ExecProbe probe;
  probe.assignments.failure = sync::Failure{kind, "what is wrong; what to do", until};
  return judge(config::Exec(), probe);
}

TEST(ProbeFindings, of_what_cannot_be_reached_or_is_refused_end_with_3) {
  for (const Kind kind : {Kind::unreachable, Kind::unauthorised, Kind::forbidden, Kind::not_found,
                          Kind::refused, Kind::unusable}) {
    const Findings findings = judge_failed(kind);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings.front(), error(out_of_reach, "exec", "what is wrong; what to do"));
  }
}

TEST(ProbeFindings, of_a_used_up_budget_are_a_warning_that_says_until_when) {
  const Findings findings = judge_failed(Kind::limited, noon);
  EXPECT_EQ(findings.front().severity, Severity::warning);
  EXPECT_THAT(findings.front().message,
              AllOf(HasSubstr("2026-03-31T12:00:00.000Z"), HasSubstr("trainsync check again")));
}

TEST(ProbeFindings, of_the_file_end_with_5) {
  EXPECT_EQ(exit_code(judge_failed(Kind::file)), 5);
}

LearnProbe learn_probe() {
  LearnProbe probe;
  probe.lists = {{"assignments"}, {"users"}, {"enrolments of a1"}};
  probe.clocks = {noon, noon};
  probe.size = {2, true, {}};
  return probe;
}

TEST(ProbeFindings, name_the_lists_that_can_be_read) {
  const Findings findings = judge(config::Learn(), learn_probe());
  EXPECT_THAT(findings.front().message, HasSubstr("assignments, users, enrolments of a1"));
  EXPECT_EQ(exit_code(findings), 0);
}

TEST(ProbeFindings, of_names_that_may_not_be_read_are_a_warning) {
  LearnProbe probe = learn_probe();
  probe.lists[1].failure = sync::Failure{Kind::forbidden, "the account may not read this"};
  probe.lists[1].left_out_by = "users = false";
  const Findings findings = judge(config::Learn(), probe);
  EXPECT_EQ(exit_code(findings), 0);
  EXPECT_THAT(findings[1].message,
              AllOf(HasSubstr("may not read this"), HasSubstr("users = false")));
  EXPECT_EQ(findings[1].severity, Severity::warning);
}

TEST(ProbeFindings, of_enrolments_that_may_not_be_read_end_with_3) {
  LearnProbe probe = learn_probe();
  probe.lists[2].failure = sync::Failure{Kind::forbidden, "the account may not read this"};
  EXPECT_EQ(exit_code(judge(config::Learn(), probe)), 3);
}

TEST(ProbeFindings, warn_of_rows_that_no_window_shows) {
  LearnProbe probe = learn_probe();
  probe.window = WindowProbe{"a1", 80, 3};
  const Findings findings = judge(config::Learn(), probe);
  EXPECT_THAT(findings[2].message, AllOf(HasSubstr("3 of the 80 first enrolments of assignment a1"),
                                         HasSubstr("will not see such rows")));
  EXPECT_EQ(findings[2].severity, Severity::warning);
}

} // namespace
} // namespace trainsync::cli
