#include "daemon/learn/directory_pass.hpp"

#include "tests/unit/passes.hpp"

#include <gtest/gtest.h>

namespace trainsync::learn {
namespace {

using model::Action;
using model::Fetch;
using test::end_of;
using test::page_of;

Action page(std::int64_t number) {
  return Fetch{number, std::nullopt, std::nullopt};
}

// Asks for that page, answers with these ids.
model::Commit serve(DirectoryPass& pass, std::int64_t number, std::vector<std::string> ids) {
  const Action action = pass.next();
  EXPECT_EQ(action, page(number));
  return pass.on_page(Fetch{number, {}, {}}, page_of(std::move(ids)), {});
}

TEST(DirectoryPass, of_a_short_first_page_is_done_with_one_request) {
  DirectoryPass pass({.page_size = 3, .longest_page = 3, .known_rows = 2});
  const model::Commit commit = serve(pass, 1, {"a", "b"});
  EXPECT_EQ(commit, (model::Commit{.mark_seen = true, .forget_seen = true}));
  EXPECT_EQ(pass.next(),
            Action(model::Finished{.whole = true, .longest_page = 2, .judges_absence = true}));
}

TEST(DirectoryPass, walks_backwards_where_the_first_page_is_full) {
  DirectoryPass pass({.page_size = 3, .longest_page = 3, .known_rows = 2});
  EXPECT_FALSE(serve(pass, 1, {"a", "b", "c"}).skip_rows);
  EXPECT_TRUE(serve(pass, 2, {"d"}).skip_rows);
  EXPECT_TRUE(serve(pass, 3, {}).skip_rows);
  EXPECT_FALSE(serve(pass, 2, {"d"}).skip_rows);
  EXPECT_FALSE(serve(pass, 1, {"a", "b", "c"}).skip_rows);
  EXPECT_TRUE(end_of(pass).whole);
}

TEST(DirectoryPass, knows_nothing_of_a_new_listing_and_walks_it) {
  DirectoryPass pass({.page_size = 3});
  serve(pass, 2, {});
  serve(pass, 1, {"a"});
  EXPECT_TRUE(end_of(pass).whole);
  EXPECT_EQ(end_of(pass).longest_page, 1);
}

TEST(DirectoryPass, begins_at_the_page_that_the_file_makes_it_expect) {
  DirectoryPass pass({.page_size = 3, .longest_page = 3, .known_rows = 7});
  serve(pass, 4, {});
  serve(pass, 3, {"g"});
  serve(pass, 2, {"d", "e", "f"});
  serve(pass, 1, {"a", "b", "c"});
  EXPECT_TRUE(end_of(pass).judges_absence);
}

TEST(DirectoryPass, counts_pages_as_the_server_cuts_them) {
  DirectoryPass pass({.page_size = 100, .longest_page = 2, .known_rows = 4});
  serve(pass, 3, {});
  serve(pass, 2, {"c", "d"});
  serve(pass, 1, {"a", "b"});
  EXPECT_TRUE(end_of(pass).whole);
}

TEST(DirectoryPass, takes_a_page_as_long_as_the_longest_for_a_full_one) {
  DirectoryPass pass({.page_size = 100, .longest_page = 2, .known_rows = 1});
  serve(pass, 1, {"a", "b"});
  EXPECT_EQ(pass.next(), page(2));
}

TEST(DirectoryPass, of_an_empty_listing_is_whole) {
  DirectoryPass pass({.page_size = 3, .longest_page = 3});
  serve(pass, 1, {});
  EXPECT_TRUE(end_of(pass).whole);
}

TEST(DirectoryPass, asks_for_one_page_at_a_time) {
  DirectoryPass pass({.page_size = 3});
  pass.next();
  EXPECT_EQ(pass.next(), Action(model::Idle{}));
}

TEST(DirectoryPass, forgets_what_the_last_pass_saw_with_its_first_page_alone) {
  DirectoryPass pass({.page_size = 3, .longest_page = 3, .known_rows = 4});
  EXPECT_TRUE(serve(pass, 3, {}).forget_seen);
  EXPECT_FALSE(serve(pass, 2, {"d"}).forget_seen);
  EXPECT_FALSE(serve(pass, 1, {"a", "b", "c"}).forget_seen);
}

TEST(DirectoryPass, gives_up_on_a_server_that_answers_any_page_with_new_rows) {
  DirectoryPass pass({.page_size = 3});
  for (int i = 0; i < 60; ++i) {
    const Action action = pass.next();
    const auto* fetch = std::get_if<Fetch>(&action);
    if (!fetch)
      break;
    pass.on_page(*fetch, page_of({std::to_string(fetch->page)}), {});
  }
  EXPECT_FALSE(end_of(pass).whole);
  EXPECT_FALSE(end_of(pass).judges_absence);
  EXPECT_EQ(end_of(pass).reason,
            "the server answers every page number with rows; its last page could not be found");
}

TEST(DirectoryPass, tells_how_many_pages_are_left) {
  DirectoryPass pass({.page_size = 3, .longest_page = 3, .known_rows = 7});
  serve(pass, 4, {});
  serve(pass, 3, {"g"});
  EXPECT_EQ(pass.pages_left(), 2);
  serve(pass, 2, {"d", "e", "f"});
  serve(pass, 1, {"a", "b", "c"});
  EXPECT_EQ(pass.pages_left(), 0);
}

} // namespace
} // namespace trainsync::learn
