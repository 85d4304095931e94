#include "daemon/http/http_date.hpp"
#include "daemon/http/retry_after.hpp"

#include <gtest/gtest.h>

namespace trainsync::http {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using Wait = std::optional<milliseconds>;

constexpr sys_seconds noon = sys_days{2024y / 2 / 29} + 12h;
constexpr auto noon_text = "Thu, 29 Feb 2024 12:00:00 GMT";

Response with_header(const std::string& value) {
  return {429, {{"Retry-After", value}}, ""};
}
Response with_body(const std::string& body) {
  return {429, {}, body};
}

struct DateCase {
  const char* text;
  std::optional<sys_seconds> value;
};

class HttpDateTable : public testing::TestWithParam<DateCase> {};

TEST_P(HttpDateTable, is_read) {
  EXPECT_EQ(parse_http_date(GetParam().text), GetParam().value) << GetParam().text;
}

constexpr sys_seconds rfc = sys_days{1994y / 11 / 6} + 8h + 49min + 37s;

INSTANTIATE_TEST_SUITE_P(All, HttpDateTable,
                         testing::Values(DateCase{"Sun, 06 Nov 1994 08:49:37 GMT", rfc},
                                         DateCase{"Sunday, 06-Nov-94 08:49:37 GMT", rfc},
                                         DateCase{"Sun Nov  6 08:49:37 1994", rfc},
                                         DateCase{"Sun, 06 nov 1994 08:49:37 gmt", rfc},
                                         DateCase{"Sun, 6 Nov 1994 08:49:37 UTC", rfc},
                                         DateCase{noon_text, noon},
                                         DateCase{"Thursday, 29-Feb-24 12:00:00 GMT", noon},
                                         DateCase{"Sun, 06 Nov 1994 08:49:37 +0100", std::nullopt},
                                         DateCase{"Sun, 30 Feb 1994 08:49:37 GMT", std::nullopt},
                                         DateCase{"Sun, 06 Nov 1994 24:00:00 GMT", std::nullopt},
                                         DateCase{"Sun, 06 Foo 1994 08:49:37 GMT", std::nullopt},
                                         DateCase{"Sun, xx Nov 1994 08:49:37 GMT", std::nullopt},
                                         DateCase{"Sun, 257 Nov 1994 08:49:37 GMT", std::nullopt},
                                         DateCase{"Sun, 06 Nov 67530 08:49:37 GMT", std::nullopt},
                                         DateCase{"1994-11-06T08:49:37Z", std::nullopt},
                                         DateCase{"", std::nullopt},
                                         DateCase{"120", std::nullopt}));

TEST(Date, is_the_servers_clock) {
  EXPECT_EQ(date({200, {{"date", noon_text}}, ""}), noon);
  EXPECT_EQ(date({200, {{"Date", "yesterday"}}, ""}), std::nullopt);
  EXPECT_EQ(date({200, {}, ""}), std::nullopt);
}

TEST(RetryAfter, is_read_from_the_header_in_seconds) {
  EXPECT_EQ(retry_after(with_header("120"), noon), Wait(120s));
  EXPECT_EQ(retry_after(with_header(" 1.5 "), noon), Wait(1500ms));
  EXPECT_EQ(retry_after(with_header("0"), noon), Wait(0ms));
  EXPECT_EQ(retry_after(with_header("-5"), noon), Wait(0ms));
}

TEST(RetryAfter, is_read_from_the_header_as_a_date) {
  EXPECT_EQ(retry_after(with_header("Thu, 29 Feb 2024 12:01:00 GMT"), noon), Wait(60s));
  EXPECT_EQ(retry_after(with_header("Thu, 29 Feb 2024 11:00:00 GMT"), noon), Wait(0ms));
  EXPECT_EQ(retry_after(with_header("Thu, 29 Feb 2024 12:01:00 GMT"), std::nullopt), Wait());
}

TEST(RetryAfter, takes_a_date_against_the_servers_own_clock) {
  auto response = with_header("Thu, 29 Feb 2024 12:01:00 GMT");
  response.headers.emplace_back("Date", noon_text);
  EXPECT_EQ(retry_after(response, noon + 1h), Wait(60s));
  EXPECT_EQ(retry_after(response, std::nullopt), Wait(60s));
}

TEST(RetryAfter, is_read_from_the_body_at_either_depth) {
  EXPECT_EQ(retry_after(with_body(R"({"retry_after": 30})"), noon), Wait(30s));
  EXPECT_EQ(retry_after(with_body(R"({"retry_after": 0.25})"), noon), Wait(250ms));
  EXPECT_EQ(retry_after(with_body(R"({"retry_after": "30"})"), noon), Wait(30s));
  EXPECT_EQ(retry_after(with_body(R"({"retry_after": -1})"), noon), Wait(0ms));
  EXPECT_EQ(retry_after(with_body(R"({"error": {"retry_after": 30}})"), noon), Wait(30s));
  EXPECT_EQ(retry_after(with_body(R"({"error": {"retry_after": "30.5"}})"), noon), Wait(30500ms));
}

TEST(RetryAfter, says_nothing_where_the_answer_does_not) {
  for (const auto* body :
       {"", "[]", "<html>", "null", "{}", R"({"retry_after": null})", R"({"retry_after": "soon"})",
        R"({"retry_after": []})", R"({"error": "retry_after"})", R"({"error": []})"}) {
    EXPECT_EQ(retry_after(with_body(body), noon), Wait()) << body;
  }
  EXPECT_EQ(retry_after(with_header("nan"), noon), Wait());
}

TEST(RetryAfter, is_not_looked_for_in_a_body_longer_than_such_bodies_are) {
  const std::string deep(1 << 20, '[');
  EXPECT_EQ(retry_after(with_body(deep), noon), Wait());
  EXPECT_EQ(retry_after(with_body(R"({"retry_after":30,"x":")" + deep + "\"}"), noon), Wait());
}

TEST(RetryAfter, prefers_a_header_that_can_be_read) {
  auto response = with_header("10");
  response.body = R"({"retry_after": 20})";
  EXPECT_EQ(retry_after(response, noon), Wait(10s));
  response.headers.front().second = "soon";
  EXPECT_EQ(retry_after(response, noon), Wait(20s));
}

TEST(RetryAfter, is_never_longer_than_two_days) {
  EXPECT_EQ(retry_after(with_header("999999999999"), noon), Wait(48h));
  EXPECT_EQ(retry_after(with_body(R"({"retry_after": 1e300})"), noon), Wait(48h));
  EXPECT_EQ(retry_after(with_header("Thu, 29 Feb 9999 12:01:00 GMT"), noon), Wait());
  EXPECT_EQ(retry_after(with_header("Mon, 01 Mar 9999 12:01:00 GMT"), noon), Wait(48h));
}

} // namespace
} // namespace trainsync::http
