#include "daemon/cli/printable.hpp"
#include "daemon/cli/source_progress.hpp"
#include "tests/unit/cli/hand_clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace trainsync::cli {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class Progress : public testing::Test {
protected:
  Progress() {
    setenv("TZ", "Europe/Berlin", 1);
    tzset();
    progress.began(now());
  }
  ~Progress() override {
    unsetenv("TZ");
    tzset();
  }

  SourceProgress::Moment now() const { return {clock.now(), clock.steady()}; }
  std::string line(std::size_t columns = 200) const { return progress.line(now(), columns); }
  // Pages, each after that long, of which so many are left after the last.
  void pages(int count, std::int64_t left, sync::Duration each = 1s,
             const std::string& stream = "assignments", const std::string& assignment = "") {
    for (int i = 0; i < count; ++i) {
      clock.pass(each);
      progress.page_stored({"exec", stream, assignment}, {.pages = 1, .seen = 100},
                           left + count - 1 - i, now());
    }
  }
  void end_pass(const std::string& assignment, const std::string& stream = "enrolments") {
    progress.pass_ended({"exec", stream, assignment}, now());
  }

  HandClock clock;
  SourceProgress progress{"exec"};
};

TEST_F(Progress, says_that_it_begins) {
  EXPECT_EQ(line(), "exec: beginning");
}

TEST_F(Progress, tells_pages_of_those_expected_rows_a_second_and_the_time_left) {
  pages(10, 30);
  EXPECT_EQ(line(), "exec: assignments, 10 of ~40 pages, ~30 s left, 100 rows/s, 1,000 rows");
}

TEST_F(Progress, names_no_time_left_before_it_is_known) {
  pages(10, 30, 100ms);
  EXPECT_EQ(line(), "exec: assignments, 10 of ~40 pages, 1,000 rows/s, 1,000 rows");
  clock.pass(4s);
  EXPECT_THAT(line(), HasSubstr("~15 s left"));
}

TEST_F(Progress, rounds_the_time_left_as_it_is_known) {
  pages(10, 30, 10s);
  EXPECT_THAT(line(), HasSubstr("~5 min left"));
  pages(10, 3000, 10s);
  EXPECT_THAT(line(), HasSubstr("~9 h left"));
}

TEST_F(Progress, forgets_how_fast_it_was_long_ago) {
  pages(1000, 100, 10ms);
  pages(20, 100, 10s);
  EXPECT_THAT(line(), HasSubstr("10 rows/s"));
  EXPECT_THAT(line(), HasSubstr("~17 min left"));
}

TEST_F(Progress, counts_all_assignments_as_one) {
  progress.passes_planned(10);
  pages(1, 0, 1s, "assignments");
  pages(2, 4, 1s, "enrolments", "a1");
  EXPECT_EQ(line(), "exec: enrolments, 2 pages, 100 rows/s, 0 of 10 assignments, 300 rows")
      << "how long the others are is not known";
  pages(4, 0, 1s, "enrolments", "a1");
  end_pass("a1");
  pages(1, 2, 1s, "enrolments", "a2");
  EXPECT_THAT(line(), HasSubstr("7 of ~57 pages")); // 2 of a2, and 8 times as many as a1's 6
  EXPECT_THAT(line(), HasSubstr("1 of 10 assignments"));
}

TEST_F(Progress, counts_an_assignment_that_failed_before_its_first_page) {
  progress.passes_planned(2);
  pages(1, 0);
  end_pass("a1");
  pages(1, 1, 1s, "enrolments", "a2");
  EXPECT_THAT(line(), HasSubstr("1 of ~2 pages"));
  EXPECT_THAT(line(), HasSubstr("1 of 2 assignments"));
}

TEST_F(Progress, expects_more_where_a_list_is_read_again) {
  pages(3, 0);
  EXPECT_THAT(line(), HasSubstr("3 pages"));
  pages(1, 2);
  EXPECT_THAT(line(), HasSubstr("4 of ~6 pages"));
}

TEST_F(Progress, says_until_when_it_waits_on_the_clock_of_the_place) {
  pages(10, 30);
  progress.waiting(clock.now() + 65s, "the server's rate limit");
  EXPECT_EQ(line(), "exec: waiting until 13:01:15, 10 of ~40 pages, ~2 min left (the server's rate "
                    "limit)");
  clock.pass(66s);
  EXPECT_THAT(line(), HasSubstr("exec: assignments, ")) << "the wait is over";
}

TEST_F(Progress, says_the_day_where_it_waits_beyond_midnight) {
  progress.waiting(clock.now() + 12h, "the budget of requests");
  EXPECT_EQ(line(), "exec: waiting until 2026-03-02 01:00:00 (the budget of requests)");
}

TEST_F(Progress, says_when_it_tries_again_and_why) {
  progress.retrying(clock.now() + 5s, "answered with status 503");
  EXPECT_EQ(line(), "exec: trying again at 13:00:05 (answered with status 503)");
  EXPECT_EQ(line(50), "exec: trying again at 13:00:05 (answered with st…)");
  EXPECT_EQ(line(40), "exec: trying again at 13:00:05");
}

TEST_F(Progress, waits_no_more_once_a_page_came) {
  progress.waiting(clock.now() + 65s, "the server's rate limit");
  pages(1, 30);
  EXPECT_THAT(line(), Not(HasSubstr("waiting")));
}

TEST_F(Progress, leaves_out_what_matters_least_where_there_is_little_room) {
  progress.passes_planned(12);
  pages(6, 0, 1s, "enrolments", "a1");
  end_pass("a1");
  pages(6, 0, 1s, "enrolments", "a2");
  EXPECT_EQ(line(79),
            "exec: enrolments, 12 of ~72 pages, ~60 s left, 100 rows/s, 1 of 12 assignments");
  EXPECT_EQ(line(39), "exec: 12 of ~72 pages, ~60 s left");
  EXPECT_EQ(line(25), "exec: 12 of ~72 pages");
  EXPECT_EQ(line(12), "exec: 12 of…");
}

TEST_F(Progress, fits_any_room_at_any_moment) {
  progress.passes_planned(3);
  const std::string odd = "東京 answered\n with \033[2J é";
  for (int step = 0; step < 5; ++step) {
    pages(1, 3, 4s, "enrolments", "a1");
    if (step % 2 == 0)
      progress.retrying(clock.now() + 30s, odd);
    for (std::size_t columns = 1; columns < 120; ++columns) {
      EXPECT_LE(cli::columns(line(columns)), columns);
      EXPECT_THAT(line(columns), Not(HasSubstr("\033")));
    }
  }
}

TEST_F(Progress, ends_with_what_came_of_it) {
  pages(3, 0);
  sync::RoundResult result;
  result.source = "exec";
  result.outcome = store::Outcome::partial;
  result.counts = {.pages = 4, .seen = 310};
  progress.ended(result);
  EXPECT_EQ(line(), "exec: partial, 310 rows, 4 pages");
}

} // namespace
} // namespace trainsync::cli
