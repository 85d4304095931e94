#include "daemon/cli/paced_observer.hpp"
#include "tests/unit/cli/hand_clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

#include <sstream>

namespace trainsync::cli {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class PacedProgress : public testing::Test {
protected:
  PacedProgress() { logger.set_pattern("%l %v"); }

  void page(const std::string& source) {
    observer.page_stored({source, "assignments", ""}, {.pages = 1, .seen = 100}, 100);
  }
  std::vector<std::string> lines() {
    std::vector<std::string> lines;
    std::istringstream in(out.str());
    for (std::string line; std::getline(in, line);)
      lines.push_back(line);
    return lines;
  }

  std::ostringstream out;
  spdlog::logger logger{"test", std::make_shared<spdlog::sinks::ostream_sink_st>(out)};
  HandClock clock;
  PacedObserver observer{logger, clock};
};

TEST_F(PacedProgress, says_nothing_of_what_ends_soon) {
  observer.round_began("exec", false);
  for (int i = 0; i < 9; ++i) {
    clock.pass(1s);
    page("exec");
  }
  EXPECT_THAT(lines(), IsEmpty());
}

TEST_F(PacedProgress, says_a_line_a_source_each_ten_seconds) {
  observer.round_began("exec", false);
  observer.round_began("learn", false);
  for (int i = 0; i < 25; ++i) {
    clock.pass(1s);
    page("exec");
    if (i < 12)
      page("learn");
  }
  EXPECT_THAT(
      lines(),
      ElementsAre("info exec: assignments, 10 of ~110 pages, ~2 min left, 100 rows/s, 1,000 rows",
                  "info learn: assignments, 10 of ~110 pages, ~2 min left, 100 rows/s, "
                  "1,000 rows",
                  "info exec: assignments, 20 of ~120 pages, ~2 min left, 100 rows/s, 2,000 "
                  "rows"));
}

TEST_F(PacedProgress, warns_of_long_waits) {
  observer.waiting("exec", clock.now() + 5min, "the server's rate limit");
  observer.waiting("learn", clock.now() + 5min + 1s, "the server's rate limit");
  observer.retrying("learn", 6min, "closed");
  EXPECT_THAT(lines(), ElementsAre("info exec: waiting until 2026-03-01T12:05:00.000Z for the "
                                   "server's rate limit",
                                   "warning learn: waiting until 2026-03-01T12:05:01.000Z for the "
                                   "server's rate limit",
                                   "warning learn: trying again in 360.0 s: closed"));
}

TEST_F(PacedProgress, tells_once_of_the_waits_that_a_budget_spreads) {
  for (int i = 0; i < 30; ++i)
    observer.waiting("exec", clock.now() + 60s + i * 500ms, "the budget of requests");
  EXPECT_THAT(lines(), ElementsAre("info exec: waiting until 2026-03-01T12:01:00.000Z for the "
                                   "budget of requests",
                                   "info exec: waiting until 2026-03-01T12:01:10.000Z for the "
                                   "budget of requests"));
}

} // namespace
} // namespace trainsync::cli
