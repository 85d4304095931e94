#include "daemon/service/metrics.hpp"

#include "tests/unit/stamps.hpp"
#include "tests/unit/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>

namespace trainsync::service {
namespace {

using testing::HasSubstr;
using testing::Not;

SourceMetrics learn() {
  SourceMetrics metrics;
  metrics.source = "learn";
  metrics.streams_by_state = {{"fresh", 5}, {"failing", 1}};
  metrics.oldest_whole_at = test::at("2026-03-01T12:00:00.250Z");
  metrics.rows = 750;
  metrics.round_milliseconds = 1042;
  metrics.file_fails = true;
  metrics.requests_left = 99;
  metrics.rounds_by_outcome = {{"whole", 3}};
  metrics.requests = 30;
  metrics.changed = 7;
  return metrics;
}

TEST(Metrics, hold_every_figure_of_a_source) {
  const std::string text = render_metrics({learn()}, "1.2.3");
  for (const char* line :
       {"trainsync_build_info{version=\"1.2.3\"} 1\n",
        "trainsync_streams{source=\"learn\",state=\"fresh\"} 5\n",
        "trainsync_streams{source=\"learn\",state=\"failing\"} 1\n",
        "trainsync_oldest_whole_pass_timestamp_seconds{source=\"learn\"} 1772366400.250\n",
        "trainsync_file_failing{source=\"learn\"} 1\n", "trainsync_rows{source=\"learn\"} 750\n",
        "trainsync_last_round_duration_seconds{source=\"learn\"} 1.042\n",
        "trainsync_budget_requests_left{source=\"learn\"} 99\n",
        "trainsync_rounds_total{outcome=\"whole\",source=\"learn\"} 3\n",
        "trainsync_requests_total{source=\"learn\"} 30\n",
        "trainsync_rows_written_total{kind=\"changed\",source=\"learn\"} 7\n"})
    EXPECT_THAT(text, HasSubstr(line));
}

TEST(Metrics, leave_out_what_is_not_known) {
  SourceMetrics fresh;
  fresh.source = "exec";
  const std::string text = render_metrics({fresh}, "1");
  EXPECT_THAT(text, Not(HasSubstr("timestamp_seconds{")));
  for (const char* family : {"requests_left", "rows", "held_deletions", "rejected_records"})
    EXPECT_THAT(text, Not(HasSubstr(std::string(family) + "{")));
}

TEST(Metrics, escape_what_a_label_may_not_hold) {
  SourceMetrics odd;
  odd.source = "a\"b\\c\nd";
  odd.rows = 0;
  EXPECT_THAT(render_metrics({odd}, "1"), HasSubstr(R"(trainsync_rows{source="a\"b\\c\nd"} 0)"));
}

TEST(Metrics, explain_each_family_before_its_first_sample_and_once) {
  std::istringstream text(render_metrics({learn(), learn()}, "1"));
  std::set<std::string> helped, typed;
  const std::regex help("# HELP (\\w+) .+\\."), type("# TYPE (\\w+) (gauge|counter)"),
      sample("(\\w+)\\{.+\\} [0-9.]+");
  std::smatch match;
  for (std::string line; std::getline(text, line);) {
    if (std::regex_match(line, match, help))
      EXPECT_TRUE(helped.insert(match[1]).second) << line;
    else if (std::regex_match(line, match, type))
      EXPECT_TRUE(typed.insert(match[1]).second && helped.contains(match[1])) << line;
    else
      EXPECT_TRUE(std::regex_match(line, match, sample) && typed.contains(match[1])) << line;
  }
}

TEST(Metrics, replace_the_file_as_a_whole_and_are_for_everybody_to_read) {
  const test::TemporaryFolder folder;
  ASSERT_TRUE(write_metrics(folder / "t.prom", "old\n"));
  ASSERT_TRUE(write_metrics(folder / "t.prom", "new\n"));
  std::ifstream file(folder / "t.prom");
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), "new\n");
  EXPECT_FALSE(std::filesystem::exists(folder / "t.prom.new"));
  EXPECT_EQ(std::filesystem::status(folder / "t.prom").permissions() &
                std::filesystem::perms::others_read,
            std::filesystem::perms::others_read);
}

TEST(Metrics, that_cannot_be_written_say_where_and_what_to_check) {
  const auto written = write_metrics("/nowhere/t.prom", "x");
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error(), HasSubstr("/nowhere/t.prom"));
  EXPECT_THAT(written.error(), HasSubstr("check metrics.textfile"));
}

} // namespace
} // namespace trainsync::service
