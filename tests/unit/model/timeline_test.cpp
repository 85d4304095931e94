#include "daemon/model/timeline.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace trainsync::model {
namespace {

using namespace std::chrono_literals;
using Periods = std::vector<Period>;
using enum Status;
constexpr Evidence told = Evidence::history, seen = Evidence::observed;

// Hours are all that these tests need of time.
constexpr Stamp hour(int count) {
  return Stamp(std::chrono::hours(count));
}

HistoryEntry entry(int at, const char* next_status) {
  HistoryEntry entry;
  entry.next_status = next_status;
  entry.created_at = hour(at);
  return entry;
}

// As the file keeps it: what one reading found goes into the next.
class Enrolment {
public:
  Periods read(std::vector<HistoryEntry> history, Status current, int at) {
    return periods_ = timeline(history, periods_, current, hour(at));
  }
  void deleted(int at) {
    periods_.back().valid_to = std::max(hour(at), periods_.back().valid_from);
  }

private:
  Periods periods_;
};

TEST(Timeline, of_a_history_alone_is_the_history) {
  EXPECT_EQ(Enrolment().read({entry(1, "scheduled"), entry(3, "open"), entry(7, "complete")},
                             completed, 9),
            (Periods{{scheduled, hour(1), hour(3), told},
                     {open, hour(3), hour(7), told},
                     {completed, hour(7), {}, told}}));
}

TEST(Timeline, without_a_history_begins_when_it_was_observed) {
  EXPECT_EQ(Enrolment().read({}, open, 5), (Periods{{open, hour(5), {}, seen}}));
}

TEST(Timeline, without_a_history_follows_what_was_observed) {
  Enrolment enrolment;
  enrolment.read({}, open, 5);
  enrolment.read({}, open, 6);
  EXPECT_EQ(enrolment.read({}, completed, 8),
            (Periods{{open, hour(5), hour(8), seen}, {completed, hour(8), {}, seen}}));
}

TEST(Timeline, adds_a_status_of_which_the_history_does_not_tell) {
  EXPECT_EQ(Enrolment().read({entry(1, "open")}, overdue, 9),
            (Periods{{open, hour(1), hour(9), told}, {overdue, hour(9), {}, seen}}));
}

TEST(Timeline, takes_the_historys_word_for_what_was_observed_later) {
  Enrolment enrolment;
  enrolment.read({entry(1, "open")}, completed, 9);
  EXPECT_EQ(enrolment.read({entry(1, "open"), entry(7, "complete")}, completed, 10),
            (Periods{{open, hour(1), hour(7), told}, {completed, hour(7), {}, told}}));
}

TEST(Timeline, keeps_what_was_observed_and_the_history_does_not_tell) {
  Enrolment enrolment;
  enrolment.read({}, open, 2);
  enrolment.read({}, overdue, 5);
  EXPECT_EQ(enrolment.read({entry(7, "complete")}, completed, 9),
            (Periods{{open, hour(2), hour(5), seen},
                     {overdue, hour(5), hour(7), seen},
                     {completed, hour(7), {}, told}}));
}

TEST(Timeline, forgets_a_history_that_was_taken_back) {
  Enrolment enrolment;
  enrolment.read({entry(1, "open"), entry(7, "complete")}, completed, 9);
  EXPECT_EQ(enrolment.read({entry(1, "open")}, open, 10), (Periods{{open, hour(1), {}, told}}));
}

TEST(Timeline, is_the_same_after_the_same_reading) {
  Enrolment enrolment;
  const std::vector<HistoryEntry> history{entry(1, "scheduled"), entry(3, "open"),
                                          entry(3, "overdue")};
  enrolment.read(history, archived, 9);
  const Periods before = enrolment.read(history, completed, 12);
  EXPECT_EQ(enrolment.read(history, completed, 15), before);
}

TEST(Timeline, has_a_gap_while_the_enrolment_was_deleted) {
  Enrolment enrolment;
  enrolment.read({entry(1, "open")}, open, 2);
  enrolment.deleted(10);
  const Periods restored{{open, hour(1), hour(10), told}, {open, hour(20), {}, seen}};
  EXPECT_EQ(enrolment.read({entry(1, "open")}, open, 20), restored);
  EXPECT_EQ(enrolment.read({entry(1, "open")}, open, 25), restored);
}

TEST(Timeline, of_a_restored_enrolment_goes_on_in_its_new_status) {
  Enrolment enrolment;
  enrolment.read({}, open, 2);
  enrolment.deleted(10);
  enrolment.read({}, completed, 20);
  EXPECT_EQ(enrolment.read({}, archived, 30), (Periods{{open, hour(2), hour(10), seen},
                                                       {completed, hour(20), hour(30), seen},
                                                       {archived, hour(30), {}, seen}}));
}

TEST(Timeline, of_entries_of_one_instant_keeps_the_last) {
  EXPECT_EQ(Enrolment().read({entry(1, "scheduled"), entry(4, "open"), entry(4, "complete")},
                             completed, 9),
            (Periods{{scheduled, hour(1), hour(4), told}, {completed, hour(4), {}, told}}));
}

TEST(Timeline, of_entries_of_one_instant_that_end_where_they_began_has_no_seam) {
  EXPECT_EQ(Enrolment().read({entry(1, "open"), entry(4, "complete"), entry(4, "open")}, open, 9),
            (Periods{{open, hour(1), {}, told}}));
}

TEST(Timeline, joins_entries_that_repeat_a_status) {
  EXPECT_EQ(
      Enrolment().read({entry(1, "open"), entry(3, "open"), entry(5, "complete")}, completed, 9),
      (Periods{{open, hour(1), hour(5), told}, {completed, hour(5), {}, told}}));
}

TEST(Timeline, puts_a_history_into_order) {
  EXPECT_EQ(Enrolment().read({entry(7, "complete"), entry(1, "open")}, completed, 9),
            (Periods{{open, hour(1), hour(7), told}, {completed, hour(7), {}, told}}));
}

TEST(Timeline, passes_over_entries_without_a_time_or_a_status) {
  HistoryEntry timeless = entry(0, "archived"), wordless = entry(2, "open");
  timeless.created_at.reset();
  wordless.next_status.reset();
  EXPECT_EQ(Enrolment().read({timeless, wordless, entry(3, "open")}, open, 9),
            (Periods{{open, hour(3), {}, told}}));
}

TEST(Timeline, keeps_a_status_that_it_does_not_know_as_unknown) {
  EXPECT_EQ(Enrolment().read({entry(1, "paused")}, unknown, 9),
            (Periods{{unknown, hour(1), {}, told}}));
}

TEST(Timeline, with_a_history_ahead_of_the_clock_still_ends_in_the_current_status) {
  EXPECT_EQ(Enrolment().read({entry(1, "open"), entry(50, "overdue")}, completed, 9),
            (Periods{{open, hour(1), hour(50), told}, {completed, hour(50), {}, seen}}));
}

TEST(Timeline, never_overlaps_and_always_ends_in_the_current_status) {
  constexpr Status words[] = {scheduled, open, completed, archived};
  constexpr const char* learn_words[] = {"scheduled", "open", "complete", "archived"};
  unsigned random = 1;
  const auto draw = [&](unsigned below) { return (random = random * 69069 + 1) / 65536 % below; };
  for (int trial = 0; trial < 2000; ++trial) {
    Enrolment enrolment;
    std::vector<HistoryEntry> history;
    for (int at = 1; at < 12; ++at) {
      if (draw(2) == 0)
        history.push_back(entry(static_cast<int>(draw(12)), learn_words[draw(4)]));
      const Status current = words[draw(4)];
      const Periods periods = enrolment.read(history, current, at);
      ASSERT_EQ(periods.back().status, current);
      ASSERT_FALSE(periods.back().valid_to);
      for (std::size_t i = 1; i < periods.size(); ++i) {
        ASSERT_LT(periods[i - 1].valid_from, periods[i - 1].valid_to);
        ASSERT_LE(periods[i - 1].valid_to, periods[i].valid_from);
      }
      if (draw(6) == 0)
        enrolment.deleted(at);
    }
  }
}

} // namespace
} // namespace trainsync::model
