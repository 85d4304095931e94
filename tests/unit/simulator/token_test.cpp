// Learn's OAuth 2 client credentials, in the forms that its pages leave open.
#include "tests/unit/simulator/fixture.hpp"

namespace trainsync::simulator {
namespace {

using std::chrono::seconds;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* grant = "grant_type=client_credentials";

class Token : public SimulatorTest {
protected:
  Response ask(const std::string& body, Headers headers = {}) {
    headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    return apis.learn.handle({.method = "POST",
                              .target = "/oauth2/token/" + apis.learn.account.tenant_id,
                              .headers = std::move(headers),
                              .body = body},
                             now);
  }

  Response ask_with_basic(const std::string& secret, const std::string& body = grant) {
    return ask(body, {{"Authorization", basic_authorization(default_tenant_id, secret)}});
  }

  std::string token(const std::string& body = grant) {
    auto response = ask_with_basic(apis.learn.account.api_secret, body);
    return Json::parse(response.body).at("access_token");
  }

  unsigned read_with(const std::string& bearer, Time at = now) {
    Request request = learn_get("/users");
    request.headers = {{"Authorization", "Bearer " + bearer}};
    return apis.learn.handle(request, at).status;
  }

  std::string error_of(const Response& response) { return Json::parse(response.body).at("error"); }
};

TEST_F(Token, is_given_for_basic_credentials_and_reads) {
  auto response = ask_with_basic(std::string(default_api_secret));
  Json body = Json::parse(response.body);
  EXPECT_EQ(response.status, 200u);
  EXPECT_EQ(body.at("token_type"), "Bearer");
  EXPECT_EQ(body.at("expires_in"), 3600);
  EXPECT_EQ(read_with(body.at("access_token")), 200u);
  EXPECT_THAT(apis.learn.violations, IsEmpty());
}

TEST_F(Token, is_given_for_credentials_in_the_body) {
  auto response = ask(std::string(grant) + "&client_id=eu-west-2_AbcdEfghI&client_secret=" +
                      std::string(default_api_secret) + "&scope=api%2Fread");
  EXPECT_EQ(response.status, 200u);
  EXPECT_THAT(apis.learn.violations, IsEmpty());
}

TEST_F(Token, lives_as_long_as_it_says) {
  std::string bearer = token();
  EXPECT_EQ(read_with(bearer, now + seconds{3599}), 200u);
  EXPECT_EQ(read_with(bearer, now + seconds{3600}), 401u);
  EXPECT_THAT(apis.learn.violations, IsEmpty());
}

TEST_F(Token, can_be_revoked) {
  std::string bearer = token();
  apis.learn.tokens.revoke_all();
  EXPECT_EQ(read_with(bearer), 401u);
  EXPECT_EQ(read_with(token()), 200u);
  EXPECT_THAT(apis.learn.violations, IsEmpty());
}

TEST_F(Token, needs_a_scope_that_reads) {
  EXPECT_EQ(read_with(token("grant_type=client_credentials&scope=api%2Fread")), 200u);
  EXPECT_EQ(read_with(token("grant_type=client_credentials&scope=api/all+api/write")), 200u);
  EXPECT_THAT(apis.learn.violations, IsEmpty());
  EXPECT_EQ(read_with(token("grant_type=client_credentials&scope=api/write")), 403u);
  EXPECT_THAT(apis.learn.violations, SizeIs(1));
}

TEST_F(Token, unknown_scope_is_a_violation_and_one_that_is_not_granted_is_not) {
  auto ungranted = ask_with_basic(std::string(default_api_secret),
                                  "grant_type=client_credentials&scope=api/webhooks");
  EXPECT_EQ(error_of(ungranted), "invalid_scope");
  EXPECT_THAT(apis.learn.violations, IsEmpty());
  auto unknown =
      ask_with_basic(std::string(default_api_secret), "grant_type=client_credentials&scope=read");
  EXPECT_EQ(error_of(unknown), "invalid_scope");
  EXPECT_THAT(apis.learn.violations, SizeIs(1));
}

TEST_F(Token, endpoint_may_want_basic_credentials_form_encoded) {
  apis.learn.account.api_secret = "a+b/c=%";
  apis.learn.account.basic_form = BasicForm::form_encoded;
  auto raw = ask_with_basic("a+b/c=%");
  EXPECT_EQ(raw.status, 401u);
  EXPECT_EQ(error_of(raw), "invalid_client");
  EXPECT_EQ(ask_with_basic("a%2Bb%2Fc%3D%25").status, 200u);
  EXPECT_THAT(apis.learn.violations, IsEmpty());
}

TEST_F(Token, endpoint_may_want_basic_credentials_raw) {
  apis.learn.account.api_secret = "a+b/c=%";
  apis.learn.account.basic_form = BasicForm::raw;
  apis.learn.account.invalid_client_status = 400;
  auto encoded = ask_with_basic("a%2Bb%2Fc%3D%25");
  EXPECT_EQ(encoded.status, 400u);
  EXPECT_EQ(error_of(encoded), "invalid_client");
  EXPECT_EQ(ask_with_basic("a+b/c=%").status, 200u);
  EXPECT_THAT(apis.learn.violations, IsEmpty());
}

TEST_F(Token, client_may_be_issued_apart_from_the_tenant) {
  apis.learn.account.client_id = "integration";
  apis.learn.account.client_secret = "its secret";
  EXPECT_EQ(ask_with_basic(std::string(default_api_secret)).status, 401u);
  EXPECT_EQ(
      ask(grant, {{"Authorization", basic_authorization("integration", "its secret")}}).status,
      200u);
}

TEST_F(Token, endpoint_may_look_in_one_place_only) {
  apis.learn.account.client_auth = ClientAuth::body;
  EXPECT_EQ(error_of(ask_with_basic(std::string(default_api_secret))), "invalid_client");
  apis.learn.account.client_auth = ClientAuth::basic;
  EXPECT_EQ(error_of(ask(std::string(grant) + "&client_id=eu-west-2_AbcdEfghI&client_secret=" +
                         std::string(default_api_secret))),
            "invalid_client");
}

TEST_F(Token, malformed_requests_are_violations) {
  EXPECT_EQ(error_of(ask_with_basic("guess")), "invalid_client");
  EXPECT_EQ(error_of(ask(grant)), "invalid_client");
  EXPECT_EQ(error_of(ask_with_basic(std::string(default_api_secret), "")), "invalid_request");
  EXPECT_EQ(error_of(ask_with_basic(std::string(default_api_secret), "grant_type=password")),
            "unsupported_grant_type");
  EXPECT_EQ(error_of(ask_with_basic(std::string(default_api_secret),
                                    "grant_type=client_credentials&audience=x")),
            "invalid_request");
  EXPECT_EQ(error_of(ask_with_basic(std::string(default_api_secret),
                                    "grant_type=client_credentials&client_secret=x")),
            "invalid_request");
  EXPECT_THAT(apis.learn.violations, SizeIs(6));
}

TEST_F(Token, body_is_a_form_posted_to_the_tenant_s_own_endpoint) {
  Request json{.method = "POST",
               .target = "/oauth2/token/eu-west-2_AbcdEfghI",
               .headers = {{"Content-Type", "application/json"}},
               .body = "{}"};
  EXPECT_EQ(apis.learn.handle(json, now).status, 400u);
  Request get = json;
  get.method = "GET";
  EXPECT_EQ(apis.learn.handle(get, now).status, 404u);
  Request elsewhere = json;
  elsewhere.target = "/oauth2/token/eu-west-2_Other";
  EXPECT_EQ(apis.learn.handle(elsewhere, now).status, 404u);
  EXPECT_THAT(apis.learn.violations, SizeIs(3));
}

TEST_F(Token, records_never_hold_a_secret) {
  ask_with_basic("guess-of-a-secret");
  ask(std::string(grant) + "&client_id=x&client_secret=guess-of-a-secret");
  for (const std::string& sentence : apis.learn.violations) {
    EXPECT_THAT(sentence, testing::Not(testing::HasSubstr("guess-of-a-secret")));
  }
}

} // namespace
} // namespace trainsync::simulator
