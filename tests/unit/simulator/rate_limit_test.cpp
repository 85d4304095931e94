#include "tests/unit/simulator/fixture.hpp"

namespace trainsync::simulator {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class RateLimitTest : public SimulatorTest {
protected:
  void limit(WaitHint hint) {
    apis.exec.quirks.rate_limit = {.per_minute = 2, .hint = hint};
    apis.learn.quirks.rate_limit = apis.exec.quirks.rate_limit;
  }

  Response refused_by_exec() {
    exec();
    exec();
    return apis.exec.handle(exec_get(), now + seconds{20});
  }

  Response exec_at(Time time) { return apis.exec.handle(exec_get(), time); }
};

TEST_F(RateLimitTest, says_the_wait_in_a_header_in_seconds) {
  limit(WaitHint::seconds_header);
  auto response = refused_by_exec();
  EXPECT_EQ(response.status, 429u);
  EXPECT_EQ(find_header(response.headers, "Retry-After"), "40");
  EXPECT_FALSE(Json::parse(response.body).contains("retry_after"));
}

TEST_F(RateLimitTest, says_the_wait_in_a_header_as_a_date) {
  limit(WaitHint::date_header);
  EXPECT_EQ(find_header(refused_by_exec().headers, "Retry-After"), "Sun, 15 Mar 2026 12:01:00 GMT");
}

TEST_F(RateLimitTest, says_the_wait_at_the_top_of_the_body) {
  limit(WaitHint::body_top);
  auto response = refused_by_exec();
  EXPECT_EQ(Json::parse(response.body).at("retry_after"), 40);
  EXPECT_FALSE(find_header(response.headers, "Retry-After"));
}

TEST_F(RateLimitTest, says_the_wait_inside_the_error) {
  limit(WaitHint::body_in_error);
  Json error = Json::parse(refused_by_exec().body).at("error");
  EXPECT_EQ(error.at("retry_after"), 40);
  EXPECT_EQ(error.at("code"), "rate_limit_exceeded");
}

TEST_F(RateLimitTest, may_not_say_the_wait) {
  limit(WaitHint::none);
  auto response = refused_by_exec();
  EXPECT_EQ(response.body.find("retry_after"), std::string::npos);
  EXPECT_FALSE(find_header(response.headers, "Retry-After"));
}

TEST_F(RateLimitTest, holds_for_learn_too) {
  limit(WaitHint::seconds_header);
  learn("/users");
  learn("/users");
  auto response = learn("/users");
  EXPECT_EQ(response.status, 429u);
  EXPECT_EQ(Json::parse(response.body).at("status"), 429);
  EXPECT_EQ(find_header(response.headers, "Retry-After"), "60");
}

TEST_F(RateLimitTest, a_minute_later_there_is_room_and_refused_requests_do_not_count) {
  limit(WaitHint::none);
  EXPECT_EQ(refused_by_exec().status, 429u);
  EXPECT_EQ(exec_at(now + seconds{59}).status, 429u);
  EXPECT_EQ(exec_at(now + seconds{60}).status, 200u);
  EXPECT_EQ(exec_at(now + seconds{61}).status, 200u);
  EXPECT_EQ(exec_at(now + seconds{62}).status, 429u);
}

TEST_F(RateLimitTest, day_is_any_24_hours_at_first) {
  apis.exec.quirks.rate_limit = {.per_day = 2, .hint = WaitHint::seconds_header};
  exec_at(now);
  exec_at(now + hours{1});
  auto response = exec_at(now + hours{2});
  EXPECT_EQ(find_header(response.headers, "Retry-After"), std::to_string(22 * 3600));
  EXPECT_EQ(exec_at(now + hours{24}).status, 200u);
  EXPECT_EQ(exec_at(now + hours{24}).status, 429u);
}

TEST_F(RateLimitTest, day_may_end_at_midnight) {
  apis.exec.quirks.rate_limit = {
      .per_day = 2, .hint = WaitHint::seconds_header, .day_ends_at_midnight = true};
  exec_at(now);
  exec_at(now);
  EXPECT_EQ(find_header(exec_at(now).headers, "Retry-After"), std::to_string(12 * 3600));
  EXPECT_EQ(exec_at(now + hours{12}).status, 200u);
}

TEST_F(RateLimitTest, exec_begins_with_the_documented_limit) {
  Apis fresh;
  for (int i = 0; i < 60; ++i) {
    EXPECT_EQ(fresh.exec.handle(exec_get(), now).status, 200u);
  }
  EXPECT_EQ(fresh.exec.handle(exec_get(), now).status, 429u);
  fresh.exec.spend(940, now + minutes{1});
  EXPECT_EQ(fresh.exec.handle(exec_get(), now + hours{23}).status, 429u);
  EXPECT_EQ(fresh.exec.handle(exec_get(), now + hours{25}).status, 200u);
}

TEST_F(RateLimitTest, others_use_the_account_too) {
  limit(WaitHint::none);
  apis.exec.spend(1, now);
  EXPECT_EQ(exec().status, 200u);
  EXPECT_EQ(exec().status, 429u);
  EXPECT_EQ(apis.exec.requests.back().status, 429u);
}

} // namespace
} // namespace trainsync::simulator
