#include "daemon/exec/assignment_pass.hpp"

#include "tests/unit/passes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <random>

namespace trainsync::exec {
namespace {

using model::Action;
using model::Commit;
using model::Fetch;
using model::Totals;
using test::end_of;
using Ids = std::vector<std::string>;

Action page(std::int64_t number) {
  return Fetch{number, std::nullopt, std::nullopt};
}

const Action idle = model::Idle{};

Commit answer(AssignmentPass& pass, std::int64_t number, Ids ids, Totals totals) {
  model::Page page = test::page_of(std::move(ids));
  page.totals = totals;
  return pass.on_page({number, {}, {}}, page, {});
}

// Asks for that page, answers with these ids.
Commit serve(AssignmentPass& pass, std::int64_t number, Ids ids, Totals totals) {
  EXPECT_EQ(pass.next(), page(number));
  return answer(pass, number, std::move(ids), totals);
}

const Action whole_and_judging(std::int64_t longest_page) {
  return model::Finished{.whole = true, .longest_page = longest_page, .judges_absence = true};
}

TEST(AssignmentPass, of_one_page_is_one_request) {
  AssignmentPass pass;
  const Commit commit = serve(pass, 1, {"a", "b"}, {2, 1});
  EXPECT_TRUE(commit.mark_seen && commit.forget_seen && commit.end_walk);
  EXPECT_EQ(pass.next(), whole_and_judging(2));
}

TEST(AssignmentPass, of_an_empty_list_is_whole_however_many_pages_that_has) {
  for (const std::int64_t pages : {0, 1}) {
    AssignmentPass pass;
    serve(pass, 1, {}, {0, pages});
    EXPECT_EQ(pass.next(), whole_and_judging(0)) << pages;
  }
}

TEST(AssignmentPass, waits_for_page_1_and_then_asks_for_all_the_others_at_once) {
  AssignmentPass pass;
  EXPECT_EQ(pass.next(), page(1));
  EXPECT_EQ(pass.next(), idle);
  answer(pass, 1, {"a", "b"}, {5, 3});
  EXPECT_EQ(pass.next(), page(2));
  EXPECT_EQ(pass.next(), page(3));
  EXPECT_EQ(pass.next(), idle);
}

TEST(AssignmentPass, takes_the_pages_in_any_order) {
  std::vector<std::int64_t> order{2, 3, 4, 5};
  do {
    AssignmentPass pass;
    serve(pass, 1, {"1"}, {5, 5});
    for (std::size_t i = 0; i < order.size(); ++i)
      pass.next();
    for (const std::int64_t number : order) {
      EXPECT_EQ(pass.next(), idle);
      answer(pass, number, {std::to_string(number)}, {5, 5});
    }
    ASSERT_EQ(pass.next(), whole_and_judging(1));
  } while (std::ranges::next_permutation(order).found);
}

TEST(AssignmentPass, walks_again_where_a_row_came_twice_and_another_not_at_all) {
  AssignmentPass pass;
  serve(pass, 1, {"a", "b"}, {4, 2});
  const Commit moved = serve(pass, 2, {"b", "c"}, {4, 2});
  EXPECT_TRUE(moved.end_walk);
  const Commit again = serve(pass, 1, {"a", "b"}, {4, 2});
  EXPECT_TRUE(again.forget_seen) << "what the first walk saw does not count";
  serve(pass, 2, {"c", "d"}, {4, 2});
  EXPECT_EQ(pass.next(), whole_and_judging(2));
}

TEST(AssignmentPass, walks_again_where_there_are_more_rows_than_the_total) {
  AssignmentPass pass;
  serve(pass, 1, {"a", "b", "c"}, {2, 1});
  EXPECT_EQ(pass.next(), page(1));
}

TEST(AssignmentPass, breaks_off_a_walk_in_which_the_total_changed) {
  for (const Totals& changed : {Totals{6, 3}, Totals{4, 3}, Totals{5, 2}, Totals{5, 4}}) {
    AssignmentPass pass;
    serve(pass, 1, {"a", "b"}, {5, 3});
    serve(pass, 2, {"c", "d"}, changed);
    EXPECT_EQ(pass.next(), page(1)) << "page 3 would prove nothing";
  }
}

TEST(AssignmentPass, lets_pages_under_way_come_before_it_walks_again) {
  AssignmentPass pass;
  serve(pass, 1, {"a", "b"}, {7, 4});
  pass.next();
  pass.next();
  answer(pass, 3, {"e", "f"}, {8, 4});
  EXPECT_EQ(pass.next(), idle) << "page 2 is under way, page 4 is not asked for";
  answer(pass, 2, {"c", "d"}, {7, 4});
  EXPECT_EQ(pass.next(), page(1));
}

TEST(AssignmentPass, reads_all_of_its_third_walk_and_judges_no_absence_where_that_moved_too) {
  AssignmentPass pass;
  for (int walk = 0; walk < 2; ++walk) {
    serve(pass, 1, {"a", "b"}, {5, 3});
    serve(pass, 2, {"c", "d"}, {6, 3});
  }
  serve(pass, 1, {"a", "b"}, {5, 3});
  serve(pass, 2, {"c", "d"}, {6, 3});
  EXPECT_TRUE(serve(pass, 3, {"e", "f"}, {6, 3}).end_walk);
  EXPECT_EQ(pass.next(),
            Action(model::Finished{.reason = "the list changed during each of 3 walks; what was "
                                             "read counts, and the next pass tries again",
                                   .longest_page = 2}));
}

TEST(AssignmentPass, is_whole_where_the_third_walk_is_calm) {
  AssignmentPass pass;
  for (int walk = 0; walk < 2; ++walk)
    serve(pass, 1, {"a"}, {2, 1});
  serve(pass, 1, {"a", "b"}, {2, 1});
  EXPECT_EQ(pass.next(), whole_and_judging(2));
}

TEST(AssignmentPass, asks_no_further_than_an_empty_page_whatever_the_totals_promise) {
  constexpr Totals endless{9'000'000'000'000'000, 9'000'000'000'000'000};
  AssignmentPass pass;
  for (int walk = 0; walk < 3; ++walk) {
    serve(pass, 1, {"a", "b"}, endless);
    serve(pass, 2, {}, endless);
  }
  const Action end = pass.next();
  ASSERT_TRUE(std::holds_alternative<model::Finished>(end));
  EXPECT_FALSE(std::get<model::Finished>(end).whole);
}

TEST(AssignmentPass, follows_a_list_that_has_shrunk_to_fewer_pages) {
  AssignmentPass pass;
  serve(pass, 1, {"a", "b"}, {5, 3});
  serve(pass, 2, {"c"}, {3, 2}); // and page 3 is gone
  serve(pass, 1, {"a", "b"}, {3, 2});
  serve(pass, 2, {"c"}, {3, 2});
  EXPECT_EQ(pass.next(), whole_and_judging(2));
}

TEST(AssignmentPass, counts_a_row_without_a_readable_id_but_judges_no_absence_then) {
  AssignmentPass pass;
  EXPECT_EQ(pass.next(), page(1));
  model::Page with_nameless = test::page_of({"a"});
  with_nameless.rows = 2;
  with_nameless.totals = {2, 1};
  pass.on_page({1, {}, {}}, with_nameless, {});
  EXPECT_EQ(pass.next(), Action(model::Finished{.whole = true, .longest_page = 2}));
}

TEST(AssignmentPass, saves_the_first_page_that_has_not_come) {
  AssignmentPass pass;
  EXPECT_EQ(serve(pass, 1, {"1"}, {9, 9}).progress,
            (model::Progress{.full = true, .next_page = 2, .low = 9, .high = 9}));
  for (int i = 0; i < 3; ++i)
    pass.next();
  EXPECT_EQ(answer(pass, 3, {"3"}, {9, 9}).progress->next_page, 2);
  EXPECT_EQ(answer(pass, 4, {"4"}, {9, 9}).progress->next_page, 2);
  EXPECT_EQ(answer(pass, 2, {"2"}, {9, 9}).progress->next_page, 5);
}

TEST(AssignmentPass, is_taken_up_where_it_stood) {
  AssignmentPass pass(Resumed{{.full = true, .next_page = 2, .low = 3, .high = 3}, {"1", "3"}});
  EXPECT_EQ(pass.pages_left(), 2);
  const Commit commit = serve(pass, 2, {"2"}, {3, 3});
  EXPECT_FALSE(commit.forget_seen);
  serve(pass, 3, {"3"}, {3, 3});
  EXPECT_EQ(pass.next(), whole_and_judging(1));
}

TEST(AssignmentPass, that_is_taken_up_after_a_change_walks_again) {
  AssignmentPass pass(Resumed{{.full = true, .next_page = 2, .low = 3, .high = 3}, {"1"}});
  serve(pass, 2, {"2"}, {4, 4});
  EXPECT_TRUE(serve(pass, 1, {"1"}, {4, 4}).forget_seen);
}

TEST(AssignmentPass, that_is_taken_up_has_no_more_than_three_walks_altogether) {
  AssignmentPass pass(
      Resumed{{.full = true, .next_page = 2, .low = 2, .high = 2, .round = 2}, {"1"}});
  serve(pass, 2, {"1"}, {2, 2});
  EXPECT_FALSE(end_of(pass).whole);
  EXPECT_NE(end_of(pass).reason, "the pass goes on");
}

TEST(AssignmentPass, that_took_more_than_a_day_is_whole_and_judges_no_absence) {
  AssignmentPass pass(
      Resumed{{.full = true, .next_page = 2, .low = 2, .high = 2}, {"1"}, /*is_old=*/true});
  serve(pass, 2, {"2"}, {2, 2});
  EXPECT_TRUE(end_of(pass).whole);
  EXPECT_FALSE(end_of(pass).judges_absence);
  EXPECT_EQ(end_of(pass).remark, "the walk took more than a day: what is gone shows only in a "
                                 "quicker one; ask for a larger budget");
}

TEST(AssignmentPass, tells_how_many_pages_are_left) {
  AssignmentPass pass;
  serve(pass, 1, {"1"}, {3, 3});
  EXPECT_EQ(pass.pages_left(), 2);
  pass.next();
  EXPECT_EQ(pass.pages_left(), 2);
  answer(pass, 2, {"2"}, {3, 3});
  EXPECT_EQ(pass.pages_left(), 1);
  serve(pass, 3, {"3"}, {3, 3});
  EXPECT_EQ(pass.pages_left(), 0);
}

// A list from which rows leave and to whose front others come.
class MovingList {
public:
  explicit MovingList(unsigned seed) : random_(seed), calm_(1 + draw(40)) {
    for (unsigned i = draw(30); i > 0; --i)
      rows_.push_front(next_id_++);
  }

  unsigned draw(std::size_t below) { return random_() % static_cast<unsigned>(below); }

  model::Page read(std::int64_t number) {
    const auto count = std::ssize(rows_);
    Ids ids;
    for (std::int64_t i = (number - 1) * 3; i < std::min(number * 3, count); ++i)
      ids.push_back(std::to_string(rows_[static_cast<std::size_t>(i)]));
    model::Page page = test::page_of(std::move(ids));
    page.totals = {count, (count + 2) / 3};
    return page;
  }

  void move() {
    if (draw(calm_) == 0 && !rows_.empty())
      rows_.erase(rows_.begin() + draw(rows_.size()));
    if (draw(calm_) == 0)
      rows_.push_front(next_id_++);
  }

private:
  std::mt19937 random_;
  unsigned calm_;
  std::deque<int> rows_;
  int next_id_ = 1;
};

TEST(AssignmentPass, always_ends_and_judges_only_by_a_walk_whose_rows_number_what_each_page_told) {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    MovingList list(seed);
    AssignmentPass pass;
    std::vector<Fetch> under_way;
    std::set<std::string> seen;
    std::set<std::int64_t> totals;
    Action action = pass.next();
    for (int i = 0; i < 500 && !std::holds_alternative<model::Finished>(action); ++i) {
      const auto* fetch = std::get_if<Fetch>(&action);
      if (fetch)
        under_way.push_back(*fetch);
      if (!fetch || under_way.size() > 3 || list.draw(2) == 0) {
        ASSERT_FALSE(under_way.empty()) << "the pass waits for nothing";
        std::swap(under_way[list.draw(under_way.size())], under_way.back());
        const model::Page page = list.read(under_way.back().page);
        if (pass.on_page(under_way.back(), page, {}).forget_seen) {
          seen.clear();
          totals.clear();
        }
        under_way.pop_back();
        seen.insert(page.ids.begin(), page.ids.end());
        totals.insert(page.totals->rows);
        list.move();
      }
      action = pass.next();
    }
    ASSERT_TRUE(std::holds_alternative<model::Finished>(action)) << "list " << seed;
    const bool sound = totals == std::set{std::ssize(seen)};
    ASSERT_EQ(std::get<model::Finished>(action).judges_absence, sound) << "list " << seed;
  }
}

} // namespace
} // namespace trainsync::exec
