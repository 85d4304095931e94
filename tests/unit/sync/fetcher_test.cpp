#include "tests/unit/sync/fixture.hpp"

namespace trainsync::sync {
namespace {

using Kind = Failure::Kind;

TEST_F(FetcherTest, asks_for_the_target_below_the_base_url) {
  ASSERT_TRUE(get());
  ASSERT_EQ(client.requests.size(), 1u);
  EXPECT_EQ(client.requests[0].method, "GET");
  EXPECT_EQ(client.requests[0].url, "https://host/v1/things?page=1");
  EXPECT_THAT(client.requests[0].headers, ElementsAre(std::pair("Authorization", "Bearer token-1"),
                                                      std::pair("Accept", "application/json")));
  EXPECT_TRUE(clock.slept.empty());
}

TEST_F(FetcherTest, counts_each_request_in_the_file_before_it_is_sent) {
  std::vector<std::string> counted;
  client.on_send = [&] { counted.push_back(requests_in_file()); };
  client.answers = {answer(500), answer(500), answer(200, "page")};
  ASSERT_TRUE(get());
  EXPECT_THAT(counted, ElementsAre("1", "2", "3"));
  EXPECT_EQ(store.requests_made("exec").begin()->second, 3);
}

TEST_F(FetcherTest, sends_nothing_where_the_file_cannot_count_it) {
  Fetcher asking = fetcher();
  file.exec("DROP TABLE request_budgets");
  const Result result = get(asking);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, Kind::file);
  EXPECT_TRUE(client.requests.empty());
}

TEST_F(FetcherTest, learns_the_servers_clock_from_the_answers) {
  Fetcher asking = fetcher();
  EXPECT_FALSE(asking.server_now());
  client.answers = {answer(200, "page", {{"Date", "Sun, 01 Mar 2026 10:00:00 GMT"}})};
  ASSERT_TRUE(get(asking));
  EXPECT_EQ(asking.server_now(), test::at("2026-03-01T10:00:00Z"));
}

TEST_F(FetcherTest, learns_the_servers_clock_from_a_refusal_too) {
  Fetcher asking = fetcher();
  client.answers = {answer(404, "", {{"date", "Sun, 01 Mar 2026 10:00:00 GMT"}})};
  ASSERT_FALSE(get(asking));
  EXPECT_EQ(asking.server_now(), test::at("2026-03-01T10:00:00Z"));
}

TEST_F(FetcherTest, asks_for_a_fresh_token_once_after_a_401) {
  client.answers = {answer(401), answer(200, "page")};
  ASSERT_TRUE(get());
  EXPECT_EQ(client.requests.at(1).headers.at(0).second, "Bearer token-2");
  EXPECT_THAT(authorizer.refused_values, ElementsAre("Bearer token-1"));
  EXPECT_TRUE(clock.slept.empty());
}

TEST_F(FetcherTest, gives_up_after_a_second_401) {
  client.answers = {answer(401), answer(401), answer(200, "page")};
  const Failure failed = failure();
  EXPECT_EQ(failed.kind, Kind::unauthorised);
  EXPECT_EQ(failed.message,
            "https://host/v1/things: the credentials are refused; check exec.api_key");
  EXPECT_EQ(client.requests.size(), 2u);
}

TEST_F(FetcherTest, gives_up_at_once_where_there_is_no_other_token) {
  authorizer.refreshes = 0;
  client.answers = {answer(401)};
  EXPECT_EQ(failure().kind, Kind::unauthorised);
  EXPECT_EQ(client.requests.size(), 1u);
}

TEST_F(FetcherTest, sends_nothing_where_the_token_is_refused) {
  authorizer.errors = {{http::Errc::unauthorized, "the token endpoint refuses"}};
  const Failure failed = failure();
  EXPECT_EQ(failed.kind, Kind::unauthorised);
  EXPECT_EQ(failed.message, "the token endpoint refuses");
  EXPECT_TRUE(client.requests.empty());
}

TEST_F(FetcherTest, tries_again_where_the_token_endpoint_is_busy) {
  authorizer.errors = {{http::Errc::unavailable, "busy", 503, 3s},
                       {http::Errc::unavailable, "limited", 429, 9s}};
  ASSERT_TRUE(get());
  EXPECT_THAT(clock.slept, ElementsAre(3s, 9s));
}

TEST_F(FetcherTest, repeats_no_secret_that_a_server_sends_back) {
  for (const char* echoed : {"the-secret", "token-1"}) {
    client.answers = {answer(403, R"({"message":"no rights for )" + std::string(echoed) + "\"}")};
    const Failure failed = failure();
    EXPECT_EQ(failed.kind, Kind::forbidden);
    EXPECT_THAT(failed.message, testing::Not(HasSubstr(echoed)));
  }
}

TEST_F(FetcherTest, serves_several_fetches_at_once) {
  Fetcher asking = fetcher();
  int pages = 0;
  for (int i = 0; i < 5; ++i)
    boost::asio::co_spawn(
        io, asking.get("/" + std::to_string(i), run, parse),
        [&](const std::exception_ptr&, const Result& got) { pages += got ? 1 : 0; });
  io.run();
  EXPECT_EQ(pages, 5);
  EXPECT_EQ(requests_in_file(), "5");
}

} // namespace
} // namespace trainsync::sync
