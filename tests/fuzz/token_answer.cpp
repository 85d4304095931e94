// Answers of the token endpoint, with each kind of status.
#include "daemon/http/token_answer.hpp"
#include "tests/fuzz/expect.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace trainsync::fuzz {
namespace {

using namespace std::chrono_literals;

auto answered(unsigned status, std::string body, http::ClientAuth form) {
  return http::read_token_answer({status, {}, std::move(body)}, "host:443", form);
}

constexpr auto statuses = {200u, 400u, 401u, 403u, 404u, 429u, 503u};
constexpr auto forms = {http::ClientAuth::basic, http::ClientAuth::body};

// All that a message can be: it depends on OAuth's own words, and on nothing else of the body.
std::set<std::string> known_messages() {
  std::vector<std::string> bodies{"", R"({"access_token":"a","token_type":"mac"})"};
  for (const char* word : {"invalid_client", "invalid_grant", "invalid_request", "invalid_scope",
                           "unauthorized_client", "unsupported_grant_type"})
    bodies.push_back(R"({"error":")" + std::string(word) + "\"}");
  std::set<std::string> messages;
  for (const unsigned status : statuses)
    for (const auto form : forms)
      for (const std::string& body : bodies)
        if (const auto grant = answered(status, body, form); !grant)
          messages.insert(grant.error().error.message);
  return messages;
}

void expect_refusal(const http::Error& error) {
  static const std::set<std::string> known = known_messages();
  expect_message(error.message);
  expect(known.contains(error.message), "a message shows nothing of the body");
  expect(!error.retry_after || (*error.retry_after >= 0ms && *error.retry_after <= 48h),
         "a wait is within bounds");
}

void expect_grant(const http::TokenGrant& grant) {
  expect(!grant.token.empty() &&
             std::ranges::all_of(grant.token, [](char c) { return c > ' ' && c < 0x7f; }),
         "a token can stand in a header");
  expect(grant.lifetime >= 0s && grant.lifetime <= 365 * 24h, "a lifetime is within bounds");
}

} // namespace
} // namespace trainsync::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace trainsync;
  const std::string body(fuzz::text_of(data, size));
  for (const unsigned status : fuzz::statuses)
    for (const auto form : fuzz::forms) {
      const auto grant = fuzz::answered(status, body, form);
      fuzz::expect(!grant || status == 200, "only a 200 brings a token");
      if (grant)
        fuzz::expect_grant(*grant);
      else
        fuzz::expect_refusal(grant.error().error);
    }
  return 0;
}
