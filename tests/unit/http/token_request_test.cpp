#include "daemon/http/token_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace trainsync::http {
namespace {

using enum CredentialForm;

const OAuthOptions options{"https://host/token", "eu-west-2_Ab", "s+/ =", "api/read",
                           ClientAuth::basic};

std::string header(const Request& request, const std::string& name) {
  const auto found =
      std::ranges::find(request.headers, name, [](const auto& h) { return h.first; });
  return found == request.headers.end() ? "" : found->second;
}

TEST(FormEncode, leaves_only_what_forms_leave) {
  EXPECT_EQ(form_encode("aZ09*-._"), "aZ09*-._");
  EXPECT_EQ(form_encode("a b+c/d=e:~\xc3\xa4"), "a+b%2Bc%2Fd%3De%3A%7E%C3%A4");
}

TEST(CredentialForms, have_a_second_one_only_where_encoding_matters) {
  EXPECT_THAT(credential_forms(options), testing::ElementsAre(basic_encoded, basic_raw));
  auto plain = options;
  plain.client_secret = "plain";
  EXPECT_THAT(credential_forms(plain), testing::ElementsAre(basic_encoded));
  auto in_body = options;
  in_body.client_auth = ClientAuth::body;
  EXPECT_THAT(credential_forms(in_body), testing::ElementsAre(body));
}

TEST(TokenRequest, is_a_form) {
  const auto request = token_request(options, basic_encoded);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "https://host/token");
  EXPECT_EQ(header(request, "Content-Type"), "application/x-www-form-urlencoded");
  EXPECT_EQ(request.body, "grant_type=client_credentials&scope=api%2Fread");
}

TEST(TokenRequest, encodes_before_Base64) {
  EXPECT_EQ(header(token_request(options, basic_encoded), "Authorization"),
            "Basic ZXUtd2VzdC0yX0FiOnMlMkIlMkYrJTNE"); // eu-west-2_Ab:s%2B%2F+%3D
}

TEST(TokenRequest, can_send_the_credentials_as_they_are) {
  EXPECT_EQ(header(token_request(options, basic_raw), "Authorization"),
            "Basic ZXUtd2VzdC0yX0FiOnMrLyA9"); // eu-west-2_Ab:s+/ =
}

TEST(TokenRequest, can_send_the_credentials_in_the_form) {
  const auto request = token_request(options, body);
  EXPECT_EQ(header(request, "Authorization"), "");
  EXPECT_EQ(request.body, "grant_type=client_credentials&scope=api%2Fread&client_id=eu-west-2_Ab&"
                          "client_secret=s%2B%2F+%3D");
}

TEST(TokenRequest, leaves_an_empty_scope_out) {
  auto unscoped = options;
  unscoped.scope.clear();
  EXPECT_EQ(token_request(unscoped, basic_raw).body, "grant_type=client_credentials");
}

} // namespace
} // namespace trainsync::http
