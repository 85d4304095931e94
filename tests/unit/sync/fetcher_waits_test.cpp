#include "tests/unit/sync/fixture.hpp"

namespace trainsync::sync {
namespace {

using Kind = Failure::Kind;

TEST_F(FetcherTest, obeys_a_rate_limit_wherever_the_wait_is_given) {
  const http::Headers with_date{{"Retry-After", "Sun, 01 Mar 2026 12:00:07 GMT"},
                                {"Date", "Sun, 01 Mar 2026 12:00:00 GMT"}};
  for (const auto& limited : {answer(429, "", {{"Retry-After", "7"}}), answer(429, "", with_date),
                              answer(429, R"({"retry_after":7})"),
                              answer(429, R"({"error":{"type":"x","retry_after":"7"}})")}) {
    clock.slept.clear();
    client.answers = {limited, answer(200, "page")};
    ASSERT_TRUE(get());
    EXPECT_THAT(clock.slept, ElementsAre(7s));
  }
}

TEST_F(FetcherTest, takes_a_date_to_wait_for_by_its_own_clock_where_the_server_sends_none) {
  client.answers = {answer(429, "", {{"Retry-After", "Sun, 01 Mar 2026 12:00:07 GMT"}}),
                    answer(200, "page")};
  ASSERT_TRUE(get());
  EXPECT_THAT(clock.slept, ElementsAre(7s));
}

TEST_F(FetcherTest, backs_off_where_a_rate_limit_names_no_wait_and_then_gives_up) {
  random.value = 0.5;
  client.answers.assign(6, answer(429));
  EXPECT_EQ(failure().kind, Kind::limited);
  EXPECT_THAT(clock.slept, ElementsAre(500ms, 1s, 2s, 4s, 8s));
}

TEST_F(FetcherTest, does_not_count_an_obeyed_rate_limit_as_a_failure) {
  client.answers.assign(10, answer(429, "", {{"Retry-After", "1"}}));
  EXPECT_TRUE(get());
  EXPECT_EQ(client.requests.size(), 11u);
}

TEST_F(FetcherTest, holds_back_all_fetches_of_the_source_while_a_rate_limit_stands) {
  options.max_wait = 30s;
  Fetcher asking = fetcher();
  client.answers = {answer(429, "", {{"Retry-After", "60"}})};
  ASSERT_FALSE(get(asking));
  ASSERT_FALSE(get(asking, "/another"));
  EXPECT_EQ(client.requests.size(), 1u);
}

TEST_F(FetcherTest, does_not_wait_longer_than_it_may_for_a_rate_limit) {
  options.max_wait = 30s;
  client.answers = {answer(429, "", {{"Retry-After", "3600"}})};
  const Failure failed = failure();
  EXPECT_EQ(failed.kind, Kind::limited);
  EXPECT_EQ(failed.until, noon + 1h);
  EXPECT_EQ(failed.message,
            "the server's rate limit allows no request before 2026-03-01T13:00:00.000Z; a sync "
            "after that goes on from there");
  EXPECT_TRUE(clock.slept.empty());
}

TEST_F(FetcherTest, sleeps_through_a_rate_limit_that_ends_tomorrow_where_it_may) {
  client.answers = {answer(429, "", {{"Retry-After", "86400"}}), answer(200, "page")};
  ASSERT_TRUE(get());
  EXPECT_THAT(clock.slept, ElementsAre(24h));
  EXPECT_THAT(observer.told, ElementsAre("exec waits until 2026-03-02T12:00:00.000Z: the server's "
                                         "rate limit"));
}

TEST_F(FetcherTest, asks_again_sooner_than_a_server_wants_that_wants_too_much) {
  options.longest_wait = 1h;
  client.answers = {answer(429, "", {{"Retry-After", "99999999999999999999"}}),
                    answer(200, "page")};
  ASSERT_TRUE(get());
  EXPECT_THAT(clock.slept, ElementsAre(1h));
}

TEST_F(FetcherTest, waits_for_the_minutes_budget) {
  limits = {2, 1000};
  Fetcher asking = fetcher();
  for (int i = 0; i < 5; ++i)
    ASSERT_TRUE(get(asking));
  EXPECT_THAT(client.sent_at, ElementsAre(0s, 0s, 60s, 60s, 120s));
  EXPECT_THAT(
      observer.told,
      testing::Contains("exec waits until 2026-03-01T12:01:00.000Z: the budget of requests"));
}

TEST_F(FetcherTest, waits_for_the_days_budget) {
  limits = {1000, 2};
  Fetcher asking = fetcher();
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE(get(asking));
  EXPECT_THAT(client.sent_at, ElementsAre(0s, 0s, 24h + 1min));
  EXPECT_EQ(asking.requests_left_today(), 1);
}

TEST_F(FetcherTest, fails_where_the_budget_asks_for_a_longer_wait_than_it_may) {
  limits = {1000, 1};
  options.max_wait = 2min;
  Fetcher asking = fetcher();
  ASSERT_TRUE(get(asking));
  const Result refused = get(asking);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Kind::limited);
  EXPECT_EQ(refused.error().until, noon + 24h + 1min);
  EXPECT_EQ(client.requests.size(), 1u);
}

TEST_F(FetcherTest, knows_after_a_restart_what_was_spent_before_it) {
  limits = {1000, 3};
  Fetcher before = fetcher();
  for (int i = 0; i < 2; ++i)
    ASSERT_TRUE(get(before));
  EXPECT_EQ(fetcher().requests_left_today(), 1);
}

TEST_F(FetcherTest, pays_for_retries_too) {
  limits = {2, 1000};
  client.answers = {answer(500), answer(500), answer(200, "page")};
  ASSERT_TRUE(get());
  EXPECT_THAT(client.sent_at, ElementsAre(0s, 0s, 60s));
}

} // namespace
} // namespace trainsync::sync
