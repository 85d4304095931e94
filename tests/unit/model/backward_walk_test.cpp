#include "daemon/model/backward_walk.hpp"

#include "tests/unit/model/fake_listing.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>
#include <set>

namespace trainsync::model {
namespace {

using test::FakeListing;
using Ids = std::set<std::string>;

// What happens to the listing before the n-th request, counted from 0.
using Meanwhile = std::function<void(FakeListing&, std::int64_t)>;

void nothing_happens(FakeListing&, std::int64_t) {}

Ids ids_of(const FakeListing& listing) {
  Ids ids;
  for (const int row : listing.rows)
    ids.insert(std::to_string(row));
  return ids;
}

// The rows that a walk stores which is now and then killed after a page, and taken up from what
// it saved. That every walk ends is part of what is tested.
Ids walked_with_kills(BackwardWalk walk, FakeListing& listing, const Meanwhile& meanwhile,
                      const std::function<bool()>& is_killed) {
  Ids stored;
  for (auto page = walk.next(); page; page = walk.next()) {
    meanwhile(listing, listing.reads);
    const auto ids = listing.read(*page);
    walk.on_page(*page, ids, std::ssize(ids));
    if (!walk.was_probe())
      stored.insert(ids.begin(), ids.end());
    if (walk.next() && is_killed()) {
      Progress progress;
      walk.save(progress);
      walk = BackwardWalk(progress);
    }
    if (listing.reads > 500) {
      ADD_FAILURE() << "the walk does not end";
      break;
    }
  }
  return stored;
}

// The rows that a walk stores.
Ids walked(BackwardWalk walk, FakeListing& listing, const Meanwhile& meanwhile = nothing_happens) {
  return walked_with_kills(std::move(walk), listing, meanwhile, [] { return false; });
}

::testing::AssertionResult holds_all(const Ids& stored, const Ids& wanted) {
  for (const std::string& id : wanted)
    if (!stored.contains(id))
      return ::testing::AssertionFailure() << "row " << id << " was stepped over";
  return ::testing::AssertionSuccess();
}

TEST(BackwardWalk, stores_every_row_whatever_it_expected) {
  for (const auto past_the_end : test::both_ends)
    for (std::int64_t length = 0; length <= 40; ++length)
      for (std::int64_t expected = 0; expected <= 40; ++expected) {
        auto listing = FakeListing::of_pages(length, past_the_end);
        ASSERT_EQ(walked(BackwardWalk(expected), listing), ids_of(listing))
            << length << " pages, expected " << expected << ", " << test::words(past_the_end);
      }
}

TEST(BackwardWalk, reads_at_most_two_pages_more_than_there_are_where_it_expected_right) {
  for (std::int64_t length = 0; length <= 40; ++length) {
    auto listing = FakeListing::of_pages(length);
    walked(BackwardWalk(length), listing);
    EXPECT_LE(listing.reads, length + 2) << length;
  }
}

TEST(BackwardWalk, finds_the_end_in_logarithmic_time_where_it_expected_nothing) {
  for (std::int64_t length = 1; length <= 130; ++length) {
    auto listing = FakeListing::of_pages(length);
    walked(BackwardWalk(0), listing);
    EXPECT_LE(static_cast<double>(listing.reads),
              static_cast<double>(length) + 2 * std::log2(length) + 2)
        << length;
  }
}

TEST(BackwardWalk, finds_the_end_in_logarithmic_time_where_it_expected_too_much) {
  for (std::int64_t length = 1; length <= 40; ++length)
    for (std::int64_t too_much = 1; too_much <= 100; ++too_much) {
      auto listing = FakeListing::of_pages(length);
      walked(BackwardWalk(length + too_much), listing);
      ASSERT_LE(static_cast<double>(listing.reads),
                static_cast<double>(length) + 2 * std::log2(too_much) + 4)
          << length << " + " << too_much;
    }
}

TEST(BackwardWalk, finds_the_end_in_logarithmic_time_where_the_last_page_is_repeated) {
  for (std::int64_t length = 1; length <= 130; ++length) {
    auto listing = FakeListing::of_pages(length, FakeListing::PastTheEnd::repeats_the_last_page);
    walked(BackwardWalk(0), listing);
    EXPECT_LE(static_cast<double>(listing.reads),
              static_cast<double>(length) + 4 * std::log2(length) + 6)
        << length;
  }
}

// Rows leave once, before one of the requests: from the front, the middle, everywhere, and all.
TEST(BackwardWalk, steps_over_no_row_that_stays_when_others_leave_between_two_requests) {
  const std::function<bool(std::size_t, std::size_t)> leaves[] = {
      [](std::size_t i, std::size_t) { return i == 0; },
      [](std::size_t i, std::size_t) { return i < 3; },
      [](std::size_t i, std::size_t rows) { return i >= rows / 3 && i < rows / 2; },
      [](std::size_t i, std::size_t rows) { return i + 4 > rows; },
      [](std::size_t i, std::size_t) { return i % 2 == 0; },
      [](std::size_t, std::size_t) { return true; }};
  for (const auto past_the_end : test::both_ends)
    for (std::int64_t length = 0; length <= 40; length += length < 6 ? 1 : 17)
      for (std::int64_t expected = 0; expected <= 40; expected += expected < 6 ? 1 : 17)
        for (const auto& leave : leaves)
          for (std::int64_t when = 0; when < length + 14; ++when) {
            auto listing = FakeListing::of_pages(length, past_the_end);
            const Ids stored =
                walked(BackwardWalk(expected), listing, [&](FakeListing& now, std::int64_t n) {
                  const std::size_t count = now.rows.size();
                  std::size_t i = 0;
                  if (n == when)
                    std::erase_if(now.rows, [&](int) { return leave(i++, count); });
                });
            ASSERT_TRUE(holds_all(stored, ids_of(listing)))
                << length << " pages, expected " << expected << ", before request " << when << ", "
                << test::words(past_the_end);
          }
}

TEST(BackwardWalk, steps_over_no_row_that_stays_while_others_leave_and_it_is_killed) {
  std::mt19937 random(1);
  const auto chance = [&](unsigned one_in) { return random() % one_in == 0; };
  for (int history = 0; history < 3000; ++history) {
    auto listing =
        FakeListing::of_pages(random() % 20, test::both_ends[history % 2], 1 + random() % 4);
    const unsigned calm = 2 + random() % 30;
    const auto meanwhile = [&](FakeListing& now, std::int64_t) {
      std::erase_if(now.rows, [&](int) { return chance(calm); });
    };
    const unsigned calm_between_kills = 3 + random() % 20;
    const Ids stored = walked_with_kills(BackwardWalk(random() % 20), listing, meanwhile,
                                         [&] { return chance(calm_between_kills); });
    ASSERT_TRUE(holds_all(stored, ids_of(listing))) << "history " << history;
  }
}

TEST(BackwardWalk, goes_on_where_an_earlier_process_left_it) {
  Progress progress;
  progress.next_page = 3;
  BackwardWalk walk(progress);
  EXPECT_EQ(walk.next(), 3);
  EXPECT_EQ(walk.pages_left(), 3);
  EXPECT_FALSE(walk.was_probe());
  walk.on_page(3, {"c"}, 1);
  EXPECT_EQ(walk.next(), 2);
}

TEST(BackwardWalk, saves_the_search_until_the_last_page_is_found) {
  auto listing = FakeListing::of_pages(6);
  BackwardWalk walk(0);
  Progress progress;
  for (const std::int64_t page : {2, 3, 5, 9}) {
    EXPECT_EQ(walk.next(), page);
    const auto ids = listing.read(page);
    walk.on_page(page, ids, std::ssize(ids));
    EXPECT_TRUE(walk.was_probe());
  }
  walk.save(progress);
  EXPECT_EQ(progress.next_page, 0);
  EXPECT_EQ(progress.low, 5);
  EXPECT_EQ(progress.high, 9);
}

TEST(BackwardWalk, of_an_empty_listing_is_over_after_the_search) {
  BackwardWalk walk(0);
  walk.on_page(2, {}, 0);
  EXPECT_TRUE(walk.next());
  walk.on_page(1, {}, 0);
  EXPECT_FALSE(walk.next());
  EXPECT_EQ(walk.pages_left(), 0);
}

} // namespace
} // namespace trainsync::model
