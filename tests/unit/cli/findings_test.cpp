#include "daemon/cli/check/finding.hpp"

#include "daemon/cli/check/clock.hpp"
#include "tests/unit/stamps.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace trainsync::cli {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const model::Stamp noon = test::at("2026-03-31T12:00:00Z");

TEST(Findings, without_an_error_end_with_0) {
  EXPECT_EQ(exit_code({}), 0);
  EXPECT_EQ(exit_code({good("a", ""), note("a", ""), warning("a", "")}), 0);
}

TEST(Findings, end_with_the_file_s_code_before_the_config_s_before_the_network_s) {
  const Finding network = error(out_of_reach, "a", ""), config = error(bad_usage, "a", ""),
                file = error(bad_file, "a", "");
  EXPECT_EQ(exit_code({network}), 3);
  EXPECT_EQ(exit_code({network, config}), 2);
  EXPECT_EQ(exit_code({network, file, config}), 5);
}

TEST(Findings, stand_in_80_columns) {
  const std::string page = findings_page(
      {good("learn", "fine"), warning("a_rather_long_name.api_secret", std::string(200, 'x')),
       error(bad_file, "file",
             "a sentence that is long enough to need another line, and says what "
             "to do about it")},
      Paint());
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);)
    EXPECT_LE(line.size(), 80u) << line;
  EXPECT_THAT(page, HasSubstr("ok       learn     fine\n"));
  EXPECT_THAT(page, HasSubstr("1 error, 1 warning\n"));
}

TEST(Findings, are_coloured_only_where_somebody_sees_it) {
  EXPECT_THAT(findings_page({good("a", "b")}, Paint(false)), Not(HasSubstr("\033")));
  EXPECT_THAT(findings_page({good("a", "b")}, Paint(true)), HasSubstr("\033[32m"));
}

TEST(Findings, of_a_hostile_platform_steer_no_terminal) {
  const Findings findings{warning("learn", "it says \033]0;x\a")};
  EXPECT_THAT(findings_page(findings, Paint()),
              AllOf(HasSubstr("\\u{1b}"), Not(HasSubstr("\033"))));
  EXPECT_THAT(findings_json(findings), Not(HasSubstr("\033")));
}

TEST(Findings, are_json_too) {
  const auto json = nlohmann::json::parse(
      findings_json({good("a", "b"), error(bad_file, "file", "is gone; restore it")}));
  EXPECT_EQ(json["version"], 1);
  EXPECT_EQ(json["errors"], 1);
  EXPECT_EQ(json["warnings"], 0);
  EXPECT_EQ(json["findings"][1]["severity"], "error");
  EXPECT_EQ(json["findings"][1]["message"], "is gone; restore it");
}

TEST(ClockFinding, tolerates_what_a_network_and_whole_seconds_make) {
  EXPECT_EQ(judge_clock("learn", noon, noon + 1500ms).severity, Severity::good);
  EXPECT_EQ(judge_clock("learn", noon + 20s, noon).severity, Severity::good);
}

TEST(ClockFinding, warns_of_a_clock_that_is_off_either_way) {
  const Finding behind = judge_clock("learn", noon + 10min, noon);
  EXPECT_EQ(behind.severity, Severity::warning);
  EXPECT_THAT(behind.message, AllOf(HasSubstr("10 min behind"), HasSubstr("timedatectl")));
  EXPECT_THAT(judge_clock("learn", noon - 10min, noon).message, HasSubstr("10 min ahead of"));
}

TEST(ClockFinding, is_a_note_where_the_platform_sends_no_date) {
  EXPECT_EQ(judge_clock("learn", std::nullopt, noon).severity, Severity::note);
}

} // namespace
} // namespace trainsync::cli
