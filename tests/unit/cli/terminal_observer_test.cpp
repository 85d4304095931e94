#include "daemon/cli/printable.hpp"
#include "daemon/cli/terminal_observer.hpp"
#include "tests/unit/cli/hand_clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace trainsync::cli {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// A terminal that breaks long lines, and breaks them anew when its width changes.
class Terminal {
public:
  int columns = 80, rows = 24;
  std::vector<std::string> lines; // that were ended

  void show(const std::string& bytes) {
    std::string rest = bytes;
    while (!rest.empty()) {
      if (rest.starts_with("\033["))
        rest = obey(rest.substr(2));
      else
        rest = print(rest);
    }
  }
  std::size_t height(const std::string& line) const {
    const auto width = static_cast<std::size_t>(columns);
    return std::max<std::size_t>(1, (cli::columns(line) + width - 1) / width);
  }

private:
  std::string obey(const std::string& rest) {
    if (rest.starts_with("J"))
      return rest.substr(1);
    std::size_t end = 0;
    std::size_t up = std::stoul(rest, &end);
    EXPECT_EQ(rest.substr(end, 5), "A\r\033[J") << "nothing else is known here";
    for (; up > 0 && !lines.empty(); lines.pop_back()) {
      EXPECT_LE(height(lines.back()), up) << "it would rub out a part of: " << lines.back();
      up -= std::min(up, height(lines.back()));
    }
    return rest.substr(end + 5);
  }
  std::string print(const std::string& rest) {
    const auto end = rest.find('\n');
    EXPECT_NE(end, std::string::npos) << "a line without an end: " << rest;
    lines.push_back(rest.substr(0, end));
    return rest.substr(end + 1);
  }
};

class TerminalProgress : public testing::Test {
protected:
  const std::vector<std::string>& seen() {
    terminal.show(out.str());
    out.str("");
    return terminal.lines;
  }
  void page(const std::string& source, std::int64_t left = 10) {
    clock.pass(1s);
    observer.page_stored({source, "assignments", ""}, {.pages = 1, .seen = 100}, left);
  }

  Terminal terminal;
  HandClock clock;
  std::ostringstream out;
  TerminalObserver observer{
      out, [this] { return TerminalObserver::Size{terminal.columns, terminal.rows}; }, clock};
};

TEST_F(TerminalProgress, redraws_a_line_for_each_source) {
  observer.round_began("learn", false);
  observer.round_began("exec", false);
  EXPECT_THAT(seen(), ElementsAre("learn: beginning", "exec: beginning"));
  page("exec");
  EXPECT_THAT(seen(), ElementsAre("learn: beginning",
                                  "exec: assignments, 1 of ~11 pages, 100 rows/s, 100 rows"));
}

TEST_F(TerminalProgress, keeps_above_what_a_person_should_read) {
  observer.round_began("learn", false);
  observer.pass_ended({"learn", "enrolments", "a1"}, store::Outcome::failed, "the disk is full");
  observer.pass_ended({"learn", "users", ""}, store::Outcome::whole, "");
  observer.pass_ended({"learn", "users", ""}, store::Outcome::whole, "mind this");
  EXPECT_THAT(seen(), ElementsAre("learn: enrolments of a1: failed: the disk is full",
                                  "learn: users: mind this", testing::StartsWith("learn: ")));
}

TEST_F(TerminalProgress, never_breaks_a_line) {
  for (const int columns : {80, 40, 20, 12}) {
    terminal.columns = columns;
    observer.round_began("learn", false);
    for (int i = 0; i < 10; ++i)
      page("learn", 1000);
    observer.waiting("learn", clock.now() + 1h, "the server's rate limit");
    for (const std::string& line : seen())
      EXPECT_EQ(terminal.height(line), 1) << columns << ": " << line;
  }
}

TEST_F(TerminalProgress, rubs_out_all_of_its_lines_after_the_window_became_narrower) {
  terminal.show("$ trainsync sync\n");
  observer.round_began("learn", false);
  observer.round_began("exec", false);
  for (int i = 0; i < 10; ++i)
    page("learn"), page("exec");
  seen();
  for (const int columns : {30, 12, 100, 25}) {
    terminal.columns = columns;
    observer.tick();
    EXPECT_THAT(seen(), ElementsAre("$ trainsync sync", HasSubstr("learn: "), HasSubstr("exec: ")));
  }
}

TEST_F(TerminalProgress, stays_within_a_window_that_is_lower_than_its_sources) {
  terminal.rows = 5;
  for (const char* source : {"a", "b", "c", "d", "e", "f"})
    observer.round_began(source, false);
  EXPECT_EQ(seen().size(), 3);
}

TEST_F(TerminalProgress, goes_on_while_nothing_comes) {
  observer.round_began("exec", false);
  for (int i = 0; i < 10; ++i)
    page("exec");
  EXPECT_THAT(seen().back(), HasSubstr("100 rows/s"));
  clock.pass(10s);
  observer.tick();
  EXPECT_THAT(seen().back(), Not(HasSubstr("rows/s")));
}

TEST_F(TerminalProgress, draws_no_more_often_than_eyes_can_follow) {
  observer.round_began("exec", false);
  out.str("");
  for (int i = 0; i < 1000; ++i) {
    clock.pass(1ms);
    observer.page_stored({"exec", "assignments", ""}, {.pages = 1, .seen = 100}, 10);
  }
  const std::string drawn = out.str();
  EXPECT_THAT(std::ranges::count(drawn, '\n'), AllOf(testing::Ge(5), testing::Le(11)));
}

} // namespace
} // namespace trainsync::cli
