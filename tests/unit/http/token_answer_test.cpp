#include "daemon/http/token_answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trainsync::http {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

auto read(unsigned status, const std::string& body, Headers headers = {}) {
  return read_token_answer({status, std::move(headers), body}, "host:443", ClientAuth::basic);
}

TEST(TokenAnswer, holds_token_and_lifetime) {
  const auto grant = read(200, R"({"access_token":"abc","token_type":"bEaReR","expires_in":60})");
  ASSERT_TRUE(grant);
  EXPECT_EQ(grant->token, "abc");
  EXPECT_EQ(grant->lifetime, 60s);
}

TEST(TokenAnswer, lifetime_is_taken_in_every_form) {
  const std::pair<const char*, std::chrono::seconds> cases[] = {
      {R"("60")", 60s}, {"60.9", 60s}, {"null", 3600s},      {R"("soon")", 3600s},
      {"[]", 3600s},    {"-5", 0s},    {"1e300", 365 * 24h}, {R"("-1")", 0s}};
  for (const auto& [value, lifetime] : cases) {
    const auto body = R"({"access_token":"abc","expires_in":)" + std::string(value) + "}";
    ASSERT_TRUE(read(200, body)) << value;
    EXPECT_EQ(read(200, body)->lifetime, lifetime) << value;
  }
  EXPECT_EQ(read(201, R"({"access_token":"abc"})")->lifetime, 3600s);
}

TEST(TokenAnswer, without_a_token_is_tried_again) {
  for (const auto* body : {"", "[]", "<html>", R"({"access_token":""})", R"({"access_token":5})",
                           "{\"access_token\":\"a\\r\\nb\"}", R"({"access_token":"a\u0000b"})"}) {
    const auto grant = read(200, body);
    ASSERT_FALSE(grant) << body;
    EXPECT_EQ(grant.error().error.code, Errc::protocol);
    EXPECT_FALSE(grant.error().unknown_client);
  }
}

TEST(TokenAnswer, is_not_taken_from_a_body_longer_than_such_bodies_are) {
  const std::string deep(1 << 20, '[');
  for (const std::string& body : {deep, R"({"access_token":"abc","x":")" + deep + "\"}"}) {
    const auto grant = read(200, body);
    ASSERT_FALSE(grant);
    EXPECT_EQ(grant.error().error.code, Errc::protocol);
  }
}

TEST(TokenAnswer, with_another_kind_of_token_is_refused) {
  for (const auto* type : {R"("mac")", "5", R"("")"}) {
    const auto grant =
        read(200, R"({"access_token":"abc","token_type":)" + std::string(type) + "}");
    ASSERT_FALSE(grant) << type;
    EXPECT_EQ(grant.error().error.code, Errc::unauthorized);
  }
}

struct Case {
  unsigned status;
  const char* body;
  bool unknown_client;
  const char* words;
};

class TokenRefusalTable : public testing::TestWithParam<Case> {};

TEST_P(TokenRefusalTable, is_permanent_and_says_what_to_do) {
  const auto grant = read(GetParam().status, GetParam().body);
  ASSERT_FALSE(grant);
  const auto& [error, unknown_client] = grant.error();
  EXPECT_EQ(error.code, Errc::unauthorized);
  EXPECT_EQ(error.status, GetParam().status);
  EXPECT_EQ(unknown_client, GetParam().unknown_client);
  EXPECT_THAT(error.message, HasSubstr("host:443"));
  EXPECT_THAT(error.message, HasSubstr(GetParam().words));
  EXPECT_THAT(error.message, Not(HasSubstr("secret-text")));
}

INSTANTIATE_TEST_SUITE_P(
    All, TokenRefusalTable,
    testing::Values(Case{400, R"({"error":"invalid_client","error_description":"secret-text"})",
                         true, "client_auth = \"body\""},
                    Case{401, R"({"error":"invalid_client"})", true,
                         "401 (unauthorized), invalid_client"},
                    Case{401, R"({"status":401,"error":"secret-text"})", true, "api_secret"},
                    Case{401, "secret-text", true, "api_secret"},
                    Case{400, R"({"error":"invalid_scope"})", false, "Set scope"},
                    Case{400, R"({"error":"unauthorized_client"})", false, "auth = \"basic\""},
                    Case{400, R"({"error":"unsupported_grant_type"})", false, "auth = \"basic\""},
                    Case{400, R"({"error":{"code":"secret-text"}})", false, "client_auth"},
                    Case{403, "", false, "403 (forbidden)"}, Case{404, "[]", false, "tenant_id"}));

TEST(TokenAnswer, of_an_endpoint_in_trouble_is_tried_again_later) {
  for (const unsigned status : {408u, 429u, 500u, 502u, 503u, 599u}) {
    const auto grant = read(status, R"({"error":"invalid_client"})", {{"Retry-After", "7"}});
    ASSERT_FALSE(grant) << status;
    EXPECT_EQ(grant.error().error.code, Errc::unavailable);
    EXPECT_EQ(grant.error().error.status, status);
    EXPECT_EQ(grant.error().error.retry_after, 7s);
    EXPECT_FALSE(grant.error().unknown_client);
  }
}

} // namespace
} // namespace trainsync::http
