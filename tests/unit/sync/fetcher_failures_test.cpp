#include "tests/unit/sync/fixture.hpp"

#include <nlohmann/json.hpp>

namespace trainsync::sync {
namespace {

using Kind = Failure::Kind;

TEST_F(FetcherTest, tries_five_times_more_what_time_may_mend) {
  random.value = 0.5;
  for (const unsigned status : {408u, 500u, 502u, 503u, 504u, 599u}) {
    client.requests.clear();
    clock.slept.clear();
    client.answers.assign(6, answer(status));
    const Failure failed = failure();
    EXPECT_EQ(failed.kind, Kind::unusable) << status;
    EXPECT_EQ(failed.message,
              "https://host/v1/things: answered with status " + std::to_string(status) +
                  "; that is the platform's own trouble, and the next sync tries again");
    EXPECT_EQ(client.requests.size(), 6u) << status;
    EXPECT_THAT(clock.slept, ElementsAre(500ms, 1s, 2s, 4s, 8s)) << status;
  }
}

TEST_F(FetcherTest, goes_on_as_soon_as_the_server_recovers) {
  client.answers = {answer(503), error(http::Errc::timeout), answer(200, "<html>"),
                    answer(200, "page")};
  EXPECT_TRUE(get());
  EXPECT_EQ(client.requests.size(), 4u);
}

TEST_F(FetcherTest, counts_tries_for_each_fetch_by_itself) {
  Fetcher asking = fetcher();
  for (int i = 0; i < 3; ++i) {
    client.answers.assign(5, answer(503));
    EXPECT_TRUE(get(asking)) << i;
  }
}

TEST_F(FetcherTest, takes_a_body_that_is_no_page_for_a_failure_that_time_may_mend) {
  client.answers.assign(6, answer(200, "<html>"));
  const Failure failed = failure();
  EXPECT_EQ(failed.kind, Kind::unusable);
  EXPECT_EQ(failed.message, "https://host/v1/things: the body is no page; check base_url, and that "
                            "no proxy or login page answers in the platform's place");
  EXPECT_EQ(client.requests.size(), 6u);
}

TEST_F(FetcherTest, waits_as_long_as_a_failing_server_asks) {
  client.answers = {answer(503, "", {{"Retry-After", "33"}}), answer(200, "page")};
  ASSERT_TRUE(get());
  EXPECT_THAT(clock.slept, ElementsAre(33s));
}

TEST_F(FetcherTest, does_not_wait_longer_than_it_may_for_a_failing_server) {
  options.max_wait = 10s;
  client.answers = {answer(503, "", {{"Retry-After", "33"}})};
  EXPECT_EQ(failure().kind, Kind::unusable);
  EXPECT_TRUE(clock.slept.empty());
}

TEST_F(FetcherTest, gives_up_at_once_on_what_asking_again_would_not_change) {
  struct Case {
    unsigned status;
    const char* body;
    Kind kind;
    const char* message;
  };
  const Case cases[] = {
      {403, R"({"status":403,"error":"Forbidden","message":"no"})", Kind::forbidden,
       "https://host/v1/things: the account may not read this (the server says: no); ask for that "
       "right, or leave it out"},
      {404, "<html>", Kind::not_found,
       "https://host/v1/things: there is no such thing there; check base_url and ids in the "
       "config"},
      {422, R"({"message":{"page":["too large"]}})", Kind::refused,
       R"(https://host/v1/things: answered with status 422 (the server says: {"page":["too large"]}))"},
      {400, R"({"error":{"type":"invalid_pagination","message":"bad page"}})", Kind::refused,
       "https://host/v1/things: answered with status 400 (the server says: bad page)"},
      {410, "", Kind::refused, "https://host/v1/things: answered with status 410"},
      {204, "", Kind::refused, "https://host/v1/things: answered with status 204"}};
  for (const Case& c : cases) {
    client.requests.clear();
    client.answers = {answer(c.status, c.body)};
    const Failure failed = failure();
    EXPECT_EQ(failed.kind, c.kind) << c.status;
    EXPECT_EQ(failed.message, c.message);
    EXPECT_EQ(client.requests.size(), 1u) << c.status;
  }
  EXPECT_TRUE(clock.slept.empty());
}

TEST_F(FetcherTest, shortens_what_a_server_says_between_two_characters_and_to_one_line) {
  std::string word = "a\nb\t";
  for (int i = 0; i < 100; ++i)
    word += "ü€";
  client.answers = {answer(404, nlohmann::json{{"message", word}}.dump())};
  const std::string message = failure().message;
  EXPECT_NO_THROW(nlohmann::json(message).dump()) << "it is not UTF-8";
  EXPECT_THAT(message, HasSubstr("a b ü€"));
  EXPECT_LT(message.size(), 350u);
}

TEST_F(FetcherTest, tells_failures_of_the_network_that_pass_from_those_that_stay) {
  using http::Errc;
  struct Case {
    Errc code;
    std::size_t requests;
    Kind kind;
  };
  for (const Case& c :
       {Case{Errc::resolve, 6, Kind::unreachable}, Case{Errc::connect, 6, Kind::unreachable},
        Case{Errc::tls, 6, Kind::unreachable}, Case{Errc::timeout, 6, Kind::unreachable},
        Case{Errc::closed, 6, Kind::unreachable}, Case{Errc::proxy, 6, Kind::unreachable},
        Case{Errc::protocol, 6, Kind::unusable}, Case{Errc::tls_verify, 1, Kind::unreachable},
        Case{Errc::too_large, 1, Kind::unusable}, Case{Errc::redirect, 1, Kind::refused},
        Case{Errc::bad_url, 1, Kind::refused}, Case{Errc::config, 1, Kind::refused}}) {
    client.requests.clear();
    client.answers.assign(6, error(c.code));
    const Failure failed = failure();
    EXPECT_EQ(failed.kind, c.kind) << static_cast<int>(c.code);
    EXPECT_EQ(failed.message, "the error's own words");
    EXPECT_EQ(client.requests.size(), c.requests) << static_cast<int>(c.code);
  }
}

TEST_F(FetcherTest, sends_nothing_more_once_it_was_canceled) {
  client.answers = {error(http::Errc::canceled)};
  EXPECT_FALSE(get());
  EXPECT_EQ(client.requests.size(), 1u);
  EXPECT_TRUE(clock.slept.empty());
}

TEST_F(FetcherTest, tells_that_it_tries_again_and_why) {
  random.value = 0.5;
  client.answers = {answer(503), answer(200, "page")};
  ASSERT_TRUE(get());
  EXPECT_THAT(
      observer.told,
      ElementsAre("exec retries in 500 ms: https://host/v1/things: answered with status "
                  "503; that is the platform's own trouble, and the next sync tries again"));
}

} // namespace
} // namespace trainsync::sync
