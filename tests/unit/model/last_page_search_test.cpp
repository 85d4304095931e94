#include "daemon/model/last_page_search.hpp"

#include "tests/unit/model/fake_listing.hpp"

#include <gtest/gtest.h>

namespace trainsync::model {
namespace {

using test::FakeListing;

// The page that the search takes for the last; -1 where it does not end.
std::int64_t last_page(LastPageSearch search, FakeListing& listing) {
  while (const auto page = search.next()) {
    const auto ids = listing.read(*page);
    search.on_page(*page, ids, std::ssize(ids));
    if (listing.reads > 500)
      return -1;
  }
  return search.low();
}

std::vector<std::int64_t> pages_read(LastPageSearch search, FakeListing listing) {
  std::vector<std::int64_t> pages;
  while (const auto page = search.next()) {
    pages.push_back(*page);
    const auto ids = listing.read(*page);
    search.on_page(*page, ids, std::ssize(ids));
  }
  return pages;
}

// A server that repeats its last page may have the search end on a repetition: its rows are the
// same.
::testing::AssertionResult is_last_page(std::int64_t found, FakeListing listing) {
  const std::int64_t last = listing.pages();
  if (found == last || (found > last && last > 0 && listing.read(found) == listing.read(last)))
    return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "page " << found << " is not the last of " << last << ", "
                                       << test::words(listing.past_the_end);
}

TEST(LastPageSearch, finds_the_last_page_whatever_it_expected) {
  for (const auto past_the_end : test::both_ends)
    for (std::int64_t length = 0; length <= 40; ++length)
      for (std::int64_t expected = 0; expected <= 40; ++expected) {
        auto listing = FakeListing::of_pages(length, past_the_end);
        ASSERT_TRUE(is_last_page(last_page(LastPageSearch(expected), listing), listing))
            << "expected " << expected;
      }
}

TEST(LastPageSearch, finds_the_last_page_from_any_bounds_that_it_was_taken_up_with) {
  for (const auto past_the_end : test::both_ends)
    for (std::int64_t length = 0; length <= 20; ++length)
      for (std::int64_t low = 0; low <= length; ++low)
        for (const std::int64_t high : {std::int64_t{0}, length + 1, length + 2, length + 9}) {
          auto listing = FakeListing::of_pages(length, past_the_end);
          ASSERT_TRUE(is_last_page(last_page(LastPageSearch(low, high), listing), listing))
              << "taken up between " << low << " and " << high;
        }
}

TEST(LastPageSearch, reads_the_expected_page_after_it_found_nothing_behind) {
  EXPECT_EQ(pages_read(LastPageSearch(7), FakeListing::of_pages(7)),
            (std::vector<std::int64_t>{8, 7}));
}

TEST(LastPageSearch, of_an_empty_listing_reads_two_pages) {
  EXPECT_EQ(pages_read(LastPageSearch(0), FakeListing::of_pages(0)),
            (std::vector<std::int64_t>{2, 1}));
}

TEST(LastPageSearch, gallops_and_bisects_where_it_expected_too_little) {
  EXPECT_EQ(pages_read(LastPageSearch(1), FakeListing::of_pages(6)),
            (std::vector<std::int64_t>{2, 3, 5, 9, 7, 6}));
}

TEST(LastPageSearch, gallops_down_where_it_expected_too_much) {
  EXPECT_EQ(pages_read(LastPageSearch(20), FakeListing::of_pages(17)),
            (std::vector<std::int64_t>{21, 20, 18, 14, 16, 17}));
}

TEST(LastPageSearch, reads_the_last_page_again_where_its_reading_is_older_than_the_ends) {
  EXPECT_EQ(pages_read(LastPageSearch(1), FakeListing::of_pages(2)),
            (std::vector<std::int64_t>{2, 3, 2}));
}

TEST(LastPageSearch, goes_on_below_a_page_that_has_become_empty) {
  auto listing = FakeListing::of_pages(5);
  LastPageSearch search(5);
  search.on_page(6, listing.read(6), 0);
  listing.rows.resize(4); // pages 1 and 2
  search.on_page(5, listing.read(5), 0);
  EXPECT_EQ(last_page(search, listing), 2);
}

TEST(LastPageSearch, takes_pages_whose_rows_have_no_readable_ids_for_different_ones) {
  LastPageSearch search(1);
  search.on_page(2, {}, 3);
  search.on_page(3, {}, 3);
  EXPECT_EQ(search.low(), 3);
  EXPECT_EQ(search.high(), 0);
}

TEST(LastPageSearch, gives_up_on_a_server_that_answers_any_page_with_new_rows) {
  LastPageSearch search(0);
  int reads = 0;
  for (; !search.endless() && reads < 100; ++reads) {
    const std::int64_t page = search.next().value();
    search.on_page(page, {std::to_string(page)}, 1);
  }
  EXPECT_TRUE(search.endless());
  EXPECT_LT(reads, 40);
}

TEST(LastPageSearch, does_not_give_up_on_a_long_listing) {
  LastPageSearch search(100000);
  search.on_page(100001, {"a"}, 1);
  EXPECT_FALSE(search.endless());
}

} // namespace
} // namespace trainsync::model
