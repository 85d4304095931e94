#include "daemon/learn/enrolment_pass.hpp"

#include "tests/unit/passes.hpp"
#include "tests/unit/stamps.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace trainsync::learn {
namespace {

using namespace std::chrono_literals;
using model::Action;
using model::Commit;
using model::Fetch;
using model::Stamp;
using test::at;
using test::end_of;
using test::page_of;
using Ids = std::vector<std::string>;

constexpr Stamp epoch{};
const Stamp noon = at("2026-03-01T12:00:00Z");
const Stamp cursor = noon - 5min;
const Stamp window_end = noon - 60s; // of a window that is closed at noon
const Ids full_page{"a", "b", "c"};

EnrolmentPassInput poll() {
  EnrolmentPassInput input;
  input.cursor = cursor;
  input.server_now = input.local_now = noon;
  input.overlap = 15min;
  input.margin = 60s;
  input.page_size = input.longest_page = 3;
  return input;
}

EnrolmentPassInput first_sight() {
  EnrolmentPassInput input = poll();
  input.cursor.reset();
  input.full = true;
  return input;
}

EnrolmentPassInput full_pass() {
  EnrolmentPassInput input = poll();
  input.full = true;
  return input;
}

// One answer of the server, asked for at noon by its own clock unless said, and a margin after the
// end of its window.
struct Answer {
  Fetch fetch;
  Ids ids;
  std::optional<Stamp> newest = {};
  std::optional<Stamp> asked_at = noon;
};

Commit serve(EnrolmentPass& pass, const Answer& answer) {
  EXPECT_EQ(pass.next(), Action(answer.fetch));
  std::optional<Stamp> asked_at = answer.asked_at;
  if (asked_at && answer.fetch.to)
    asked_at = std::max(*asked_at, *answer.fetch.to + 60s);
  return pass.on_page(answer.fetch, page_of(answer.ids, answer.newest), asked_at);
}

Fetch look(Stamp from) {
  return {1, from, std::nullopt};
}

Fetch window(std::int64_t page, Stamp from = epoch, Stamp to = window_end) {
  return {page, from, to};
}

TEST(EnrolmentPass, that_finds_little_new_is_one_request) {
  EnrolmentPass pass(poll());
  const Commit commit = serve(pass, {look(cursor - 15min), {"a", "b"}});
  EXPECT_EQ(commit, (Commit{.forget_seen = true, .end_walk = true, .cursor = noon}));
  EXPECT_EQ(pass.next(), Action(model::Finished{.whole = true, .longest_page = 3}));
}

TEST(EnrolmentPass, looks_back_by_the_overlap_and_never_by_less_than_the_margin) {
  struct Case {
    std::chrono::milliseconds overlap, margin;
    Stamp cursor, from;
  };
  for (const Case& c :
       {Case{15min, 60s, cursor, cursor - 15min}, Case{0s, 60s, cursor, cursor - 60s},
        Case{0s, 0s, cursor, cursor - 1s}, Case{15min, 60s, epoch + 1min, epoch}}) {
    EnrolmentPassInput input = poll();
    input.overlap = c.overlap;
    input.margin = c.margin;
    input.cursor = c.cursor;
    EXPECT_EQ(EnrolmentPass(input).next(), Action(look(c.from)));
  }
}

TEST(EnrolmentPass, asks_for_one_page_at_a_time) {
  EnrolmentPass pass(poll());
  pass.next();
  EXPECT_EQ(pass.next(), Action(model::Idle{}));
}

TEST(EnrolmentPass, on_first_sight_walks_a_closed_window_over_all_time_and_then_looks_again) {
  EnrolmentPass pass(first_sight());
  serve(pass, {window(2), {"d"}});
  serve(pass, {window(3), {}});
  const Commit last = serve(pass, {window(2), {"d"}});
  EXPECT_FALSE(last.skip_rows);
  EXPECT_FALSE(last.cursor);
  ASSERT_TRUE(last.progress);
  EXPECT_EQ(last.progress->next_page, 1);
  const Commit first = serve(pass, {window(1), full_page});
  EXPECT_EQ(first.cursor, window_end);
  EXPECT_FALSE(first.end_walk);
  const Commit head = serve(pass, {look(window_end - 1s), {"a"}, {}, noon + 3s});
  EXPECT_EQ(head.cursor, noon + 3s);
  EXPECT_TRUE(head.end_walk);
  EXPECT_EQ(
      pass.next(),
      Action(model::Finished{
          .whole = true, .longest_page = 3, .judges_absence = true, .absent_until = window_end}));
}

TEST(EnrolmentPass, on_first_sight_of_an_empty_assignment_is_whole) {
  EnrolmentPass pass(first_sight());
  serve(pass, {window(2), {}});
  EXPECT_EQ(serve(pass, {window(1), {}}).cursor, window_end);
  EXPECT_EQ(serve(pass, {look(window_end - 1s), {}}).cursor, noon);
  EXPECT_TRUE(end_of(pass).whole);
}

TEST(EnrolmentPass, begins_its_search_where_the_file_makes_it_expect_the_last_page) {
  EnrolmentPassInput input = full_pass();
  input.known_rows = 7;
  EXPECT_EQ(EnrolmentPass(input).next(), Action(window(4)));
}

TEST(EnrolmentPass, that_looks_at_a_full_page_closes_a_window_and_walks_it) {
  EnrolmentPass pass(poll());
  const Stamp from = cursor - 15min;
  const Commit looked = serve(pass, {look(from), full_page});
  EXPECT_FALSE(looked.cursor);
  EXPECT_FALSE(looked.skip_rows) << "the rows of a look are kept";
  ASSERT_TRUE(looked.progress);
  EXPECT_EQ(*looked.progress,
            (model::Progress{.from = from, .to = window_end, .first_to = window_end}));
  EXPECT_TRUE(serve(pass, {window(2, from), {"d"}}).skip_rows);
  serve(pass, {window(3, from), {}});
  serve(pass, {window(2, from), {"d"}});
  EXPECT_EQ(serve(pass, {window(1, from), full_page}).cursor, window_end);
  serve(pass, {look(window_end - 1s), {}, {}, noon + 9s});
  EXPECT_EQ(pass.next(), Action(model::Finished{.whole = true, .longest_page = 3}))
      << "an incremental pass judges no absence";
}

TEST(EnrolmentPass, takes_a_page_as_long_as_the_longest_for_a_full_one) {
  EnrolmentPassInput input = poll();
  input.page_size = 100;
  input.longest_page = 2; // the server clamps
  EnrolmentPass pass(input);
  serve(pass, {look(cursor - 15min), {"a", "b"}});
  EXPECT_EQ(pass.next(), Action(window(2, cursor - 15min)));
}

TEST(EnrolmentPass, takes_a_page_of_the_size_asked_for_for_a_full_one_even_if_longer_ones_came) {
  EnrolmentPassInput input = poll();
  input.longest_page = 50;
  EnrolmentPass pass(input);
  serve(pass, {look(cursor - 15min), full_page});
  EXPECT_EQ(pass.next(), Action(window(2, cursor - 15min)));
}

TEST(EnrolmentPass, of_a_source_without_a_known_page_length_takes_any_row_for_a_full_page) {
  EnrolmentPassInput input = poll();
  input.longest_page = 0;
  EnrolmentPass pass(input), quiet(input);
  serve(pass, {look(cursor - 15min), {"a"}});
  EXPECT_EQ(pass.next(), Action(window(2, cursor - 15min)));
  serve(quiet, {look(cursor - 15min), {}});
  EXPECT_TRUE(end_of(quiet).whole);
}

// A window of one page, from there to there, and the look after it.
void serve_round(EnrolmentPass& pass, Stamp from, Stamp to, const Ids& head, Stamp asked_at) {
  serve(pass, {window(2, from, to), {}});
  EXPECT_EQ(serve(pass, {window(1, from, to), full_page}).cursor, to);
  serve(pass, {look(to - 1s), head, {}, asked_at});
}

// The head, walked once without an end.
Commit serve_head(EnrolmentPass& pass, Stamp from, const Ids& rows) {
  serve(pass, {{2, from, std::nullopt}, {}});
  return serve(pass, {{1, from, std::nullopt}, rows, {}, noon + 1h});
}

// Up to where no further window is closed.
void serve_three_rounds(EnrolmentPass& pass) {
  serve(pass, {look(cursor - 15min), full_page, {}, noon});
  const Stamp first = noon - 60s, second = noon, third = noon + 1min;
  serve_round(pass, cursor - 15min, first, full_page, noon + 1min);
  serve_round(pass, first - 1s, second, full_page, noon + 2min);
  serve_round(pass, second - 1s, third, full_page, noon + 3min);
}

TEST(EnrolmentPass, of_a_busy_tenant_walks_what_is_left_after_three_windows_until_two_walks_agree) {
  EnrolmentPass pass(poll());
  serve_three_rounds(pass);
  const Stamp from = noon + 1min - 1s;
  EXPECT_FALSE(serve_head(pass, from, {"a", "b"}).cursor);
  EXPECT_FALSE(serve_head(pass, from, {"b", "c"}).end_walk);
  const Commit last = serve_head(pass, from, {"c", "b"});
  EXPECT_EQ(last.cursor, noon + 3min) << "when the last look was asked for";
  EXPECT_TRUE(last.end_walk);
  EXPECT_TRUE(end_of(pass).whole);
}

TEST(EnrolmentPass, of_a_tenant_too_busy_to_be_followed_is_not_whole) {
  EnrolmentPass pass(poll());
  serve_three_rounds(pass);
  const Stamp from = noon + 1min - 1s;
  for (const char* id : {"a", "b", "c"})
    EXPECT_FALSE(serve_head(pass, from, {id}).end_walk);
  const Commit last = serve_head(pass, from, {"d"});
  EXPECT_TRUE(last.end_walk);
  EXPECT_FALSE(last.cursor);
  EXPECT_FALSE(end_of(pass).whole);
  EXPECT_EQ(end_of(pass).reason,
            "more rows changed during the pass than it could follow; the next pass goes on from "
            "there");
}

TEST(EnrolmentPass, begins_its_window_again_where_the_server_s_clock_turns_out_to_be_behind) {
  EnrolmentPass pass(first_sight());
  serve(pass, {window(2), {"d"}});
  const Commit late = pass.on_page(window(3), page_of({}, {}), noon - 16min);
  const Stamp earlier = noon - 16min - 60s;
  ASSERT_TRUE(late.progress);
  EXPECT_EQ(late.progress->to, earlier);
  EXPECT_EQ(late.progress->first_to, earlier) << "absences are judged by the true clock";
  const auto next = std::get<Fetch>(pass.next());
  EXPECT_EQ(next.from, epoch);
  EXPECT_EQ(next.to, earlier);
}

TEST(EnrolmentPass, does_not_mind_a_clock_that_is_read_a_little_lower) {
  EnrolmentPass pass(first_sight());
  serve(pass, {window(2), {"d"}});
  const Commit commit = pass.on_page(window(3), page_of({}, {}), noon - 29s);
  ASSERT_TRUE(commit.progress);
  EXPECT_EQ(commit.progress->to, window_end);
}

TEST(EnrolmentPass, takes_one_empty_walk_of_the_head_for_no_proof) {
  EnrolmentPass pass(poll());
  serve_three_rounds(pass);
  EXPECT_FALSE(serve_head(pass, noon + 1min - 1s, {}).end_walk);
  EXPECT_TRUE(serve_head(pass, noon + 1min - 1s, {}).end_walk);
  EXPECT_TRUE(end_of(pass).whole);
}

TEST(EnrolmentPass, of_a_small_source_whose_rows_are_all_new_is_whole) {
  EnrolmentPassInput input = first_sight();
  input.longest_page = 0;
  EnrolmentPass pass(input);
  serve(pass, {window(2), {}});
  serve(pass, {window(1), {}});
  serve(pass, {look(window_end - 1s), {"a"}}); // stamped within the margin
  EXPECT_FALSE(serve_head(pass, window_end - 1s, {"a"}).end_walk);
  EXPECT_EQ(serve_head(pass, window_end - 1s, {"a"}).cursor, noon);
  EXPECT_TRUE(end_of(pass).whole);
  EXPECT_FALSE(end_of(pass).judges_absence) << "two walks may miss the same row that moves";
}

TEST(EnrolmentPass, without_a_server_clock_walks_what_lies_within_the_margin_of_the_newest_row) {
  EnrolmentPassInput input = first_sight();
  input.server_now.reset();
  EnrolmentPass pass(input);
  const Stamp newest = noon - 1h, end = newest - 60s;
  serve(pass, {look(epoch), full_page, newest, std::nullopt});
  serve(pass, {window(2, epoch, end), {}, {}, std::nullopt});
  serve(pass, {window(1, epoch, end), {}, {}, std::nullopt});
  serve(pass, {look(end - 1s), full_page, newest, std::nullopt});
  serve_head(pass, end - 1s, full_page);
  EXPECT_FALSE(serve_head(pass, end - 1s, full_page).cursor);
  EXPECT_TRUE(end_of(pass).whole);
}

TEST(EnrolmentPass, keeps_no_place_in_the_head_but_looks_again_after_a_kill) {
  EnrolmentPass pass(poll());
  serve_three_rounds(pass);
  EXPECT_FALSE(serve_head(pass, noon + 1min - 1s, {"a"}).progress);
}

TEST(EnrolmentPass, of_a_busy_tenant_is_whole_once_a_look_is_short) {
  EnrolmentPass pass(full_pass());
  serve_round(pass, epoch, window_end, full_page, noon + 5min);
  serve_round(pass, window_end - 1s, noon + 4min, {"a"}, noon + 6min);
  EXPECT_EQ(
      pass.next(),
      Action(model::Finished{
          .whole = true, .longest_page = 3, .judges_absence = true, .absent_until = window_end}));
}

TEST(EnrolmentPass, without_a_server_clock_looks_and_moves_no_cursor) {
  EnrolmentPassInput input = poll();
  input.server_now.reset();
  EnrolmentPass pass(input);
  const Commit commit = serve(pass, {look(cursor - 15min), {"a"}, noon, std::nullopt});
  EXPECT_FALSE(commit.cursor);
  EXPECT_TRUE(end_of(pass).whole);
}

TEST(EnrolmentPass, without_a_server_clock_begins_a_full_pass_with_a_look_over_all_time) {
  EnrolmentPassInput input = first_sight();
  input.server_now.reset();
  EnrolmentPass pass(input);
  serve(pass, {look(epoch), {"a"}, noon, std::nullopt});
  EXPECT_EQ(pass.next(),
            Action(model::Finished{.whole = true, .longest_page = 3, .judges_absence = true}))
      << "one atomic answer showed all there is, whatever the stamps in the file";
}

TEST(EnrolmentPass, without_a_server_clock_closes_the_window_at_the_newest_row_less_the_margin) {
  EnrolmentPassInput input = first_sight();
  input.server_now.reset();
  EnrolmentPass pass(input);
  serve(pass, {look(epoch), full_page, noon - 1h, std::nullopt});
  EXPECT_EQ(pass.next(), Action(window(2, epoch, noon - 1h - 60s)));
}

TEST(EnrolmentPass, without_a_server_clock_believes_no_row_from_the_future) {
  EnrolmentPassInput input = first_sight();
  input.server_now.reset();
  EnrolmentPass pass(input);
  serve(pass, {look(epoch), full_page, noon + 1000h, std::nullopt});
  EXPECT_EQ(pass.next(), Action(window(2)));
}

TEST(EnrolmentPass, with_neither_clock_nor_stamps_says_so) {
  EnrolmentPassInput input = first_sight();
  input.server_now.reset();
  EnrolmentPass pass(input);
  EXPECT_TRUE(serve(pass, {look(epoch), full_page, {}, std::nullopt}).end_walk);
  EXPECT_EQ(end_of(pass).reason, "the server sends neither a Date header nor updatedAt stamps, so "
                                 "no window can be closed");
}

TEST(EnrolmentPass, never_sets_the_cursor_from_a_rows_stamp) {
  EnrolmentPass quiet(poll());
  EXPECT_EQ(serve(quiet, {look(cursor - 15min), {"a"}, noon + 1000h}).cursor, noon);

  EnrolmentPass busy(poll());
  serve(busy, {look(cursor - 15min), full_page, noon + 1000h});
  serve(busy, {window(2, cursor - 15min), {}});
  EXPECT_EQ(serve(busy, {window(1, cursor - 15min), full_page, noon - 2h}).cursor, window_end);
}

TEST(EnrolmentPass, closes_no_window_before_its_own_beginning) {
  EnrolmentPass pass(poll());
  serve(pass, {look(cursor - 15min), full_page, {}, cursor - 1h}); // its clock was set back
  EXPECT_EQ(pass.next(), Action(window(2, cursor - 15min, cursor - 15min)));
}

TEST(EnrolmentPass, of_the_full_kind_remembers_what_it_saw_but_for_probes) {
  EnrolmentPass pass(full_pass());
  const Commit probe = serve(pass, {window(2), {"d"}});
  EXPECT_TRUE(probe.mark_seen && probe.skip_rows && probe.forget_seen);
  const Commit again = serve(pass, {window(3), {}});
  EXPECT_TRUE(again.mark_seen);
  EXPECT_FALSE(again.forget_seen);
  EnrolmentPass incremental(poll());
  EXPECT_FALSE(serve(incremental, {look(cursor - 15min), {"a"}}).mark_seen);
}

TEST(EnrolmentPass, gives_up_on_a_server_that_answers_any_page_with_new_rows) {
  EnrolmentPass pass(full_pass());
  Commit commit;
  for (int i = 0; i < 60; ++i) {
    const Action action = pass.next();
    if (const auto* fetch = std::get_if<Fetch>(&action))
      commit = pass.on_page(*fetch, page_of({std::to_string(fetch->page)}), noon);
  }
  EXPECT_TRUE(commit.end_walk);
  EXPECT_EQ(end_of(pass).reason,
            "the server answers every page number with rows; its last page could not be found");
}

// A server that does not honour updatedAtTo: every window holds these rows.
Commit serve_walk(EnrolmentPass& pass, const Ids& rows) {
  serve(pass, {window(2), {}, noon});
  return serve(pass, {window(1), rows, noon});
}

TEST(EnrolmentPass, walks_a_window_whose_end_is_not_honoured_until_two_walks_agree) {
  EnrolmentPass pass(full_pass());
  EXPECT_FALSE(serve_walk(pass, {"a", "b"}).cursor) << "the walk that found out";
  EXPECT_FALSE(serve_walk(pass, {"a", "b"}).cursor);
  EXPECT_FALSE(serve_walk(pass, {"a", "c"}).cursor);
  EXPECT_EQ(serve_walk(pass, {"c", "a"}).cursor, window_end);
  serve(pass, {look(window_end - 1s), {"c"}});
  EXPECT_TRUE(end_of(pass).whole);
  EXPECT_EQ(end_of(pass).remark,
            "the server does not honour updatedAtTo: each window is walked until two walks agree");
}

TEST(EnrolmentPass, gives_up_on_a_window_without_an_end_after_four_walks_that_disagree) {
  EnrolmentPass pass(full_pass());
  serve_walk(pass, {"a"});
  for (const char* id : {"b", "c", "d"})
    EXPECT_FALSE(serve_walk(pass, {id}).end_walk);
  const Commit commit = serve_walk(pass, {"e"});
  EXPECT_TRUE(commit.end_walk);
  EXPECT_FALSE(commit.cursor);
  EXPECT_FALSE(end_of(pass).whole);
  EXPECT_FALSE(end_of(pass).judges_absence);
  EXPECT_EQ(end_of(pass).reason,
            "the server does not honour updatedAtTo, and its rows moved during every walk");
}

TEST(EnrolmentPass, does_not_mind_a_row_stamped_at_the_windows_very_end) {
  EnrolmentPass pass(full_pass());
  serve(pass, {window(2), {}});
  EXPECT_EQ(serve(pass, {window(1), {"a"}, window_end}).cursor, window_end);
}

// A quiet server: what a pass asks, it gives, and the kill comes after that many pages.
struct Quiet {
  std::int64_t windows_pages, head_rows;
  std::vector<model::Progress> saved{};
  std::set<std::string> seen{};

  void run(EnrolmentPass& pass) {
    for (int i = 0; i < 100; ++i) {
      const Action action = pass.next();
      const auto* fetch = std::get_if<Fetch>(&action);
      if (!fetch)
        return;
      const Ids ids = answer(*fetch);
      const Commit commit = pass.on_page(*fetch, page_of(ids), noon);
      if (!commit.skip_rows)
        seen.insert(ids.begin(), ids.end());
      if (commit.progress)
        saved.push_back(*commit.progress);
    }
  }
  Ids answer(const Fetch& fetch) const {
    const std::string page = std::to_string(fetch.page);
    if (!fetch.to)
      return head_rows > 0 ? Ids{"head"} : Ids{};
    return fetch.page <= windows_pages ? Ids{page + "a", page + "b", page + "c"} : Ids{};
  }
};

TEST(EnrolmentPass, is_taken_up_from_everything_that_it_saves) {
  for (std::int64_t pages = 0; pages <= 9; ++pages)
    for (const bool full : {true, false}) {
      Quiet whole_run{pages, 1};
      EnrolmentPassInput input = poll();
      input.full = full;
      if (!full)
        input.cursor.reset();
      EnrolmentPass pass(input);
      whole_run.run(pass);
      ASSERT_TRUE(end_of(pass).whole);
      for (const model::Progress& progress : whole_run.saved) {
        EnrolmentPassInput later = poll(); // the cursor stands elsewhere, and it is no full pass
        later.server_now = noon + 5h;
        later.progress = progress;
        EnrolmentPass taken_up(later);
        Quiet rest{pages, 1};
        rest.run(taken_up);
        const model::Finished end = end_of(taken_up);
        ASSERT_TRUE(end.whole);
        ASSERT_EQ(end.judges_absence, full);
        if (full) {
          ASSERT_EQ(end.absent_until, window_end);
        }
        for (std::int64_t page = 1; page <= (progress.head ? 0 : pages); ++page)
          if (progress.next_page == 0 || page <= progress.next_page) {
            ASSERT_TRUE(rest.seen.contains(std::to_string(page) + "b")) << page;
          }
        ASSERT_TRUE(rest.seen.contains("head"));
      }
    }
}

TEST(EnrolmentPass, that_is_taken_up_keeps_what_was_seen_before) {
  EnrolmentPassInput input = poll();
  input.progress = model::Progress{
      .full = true, .from = epoch, .to = window_end, .next_page = 2, .first_to = window_end};
  EnrolmentPass pass(input);
  const Commit commit = serve(pass, {window(2), full_page});
  EXPECT_TRUE(commit.mark_seen);
  EXPECT_FALSE(commit.forget_seen);
}

TEST(EnrolmentPass, that_is_taken_up_in_its_head_looks_from_the_windows_end) {
  EnrolmentPassInput input = poll();
  input.progress = model::Progress{.full = true,
                                   .from = epoch,
                                   .to = window_end,
                                   .round = 1,
                                   .head = true,
                                   .first_to = window_end};
  EXPECT_EQ(EnrolmentPass(input).next(), Action(look(window_end - 1s)));
}

TEST(EnrolmentPass, that_is_taken_up_still_knows_that_the_end_is_not_honoured) {
  EnrolmentPassInput input = poll();
  input.progress = model::Progress{.full = true,
                                   .from = epoch,
                                   .to = window_end,
                                   .next_page = 1,
                                   .ignores_end = true,
                                   .first_to = window_end};
  EnrolmentPass pass(input);
  EXPECT_FALSE(serve(pass, {window(1), full_page}).cursor);
}

TEST(EnrolmentPass, tells_how_many_pages_are_left) {
  EnrolmentPass pass(full_pass());
  serve(pass, {window(2), {"d"}});
  serve(pass, {window(3), {}});
  serve(pass, {window(2), {"d"}});
  EXPECT_EQ(pass.pages_left(), 2) << "page 1 and the look after it";
  serve(pass, {window(1), full_page});
  EXPECT_EQ(pass.pages_left(), 1);
  serve(pass, {look(window_end - 1s), {}});
  EXPECT_EQ(pass.pages_left(), 0);
}

} // namespace
} // namespace trainsync::learn
