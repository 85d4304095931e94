#include "daemon/http/url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trainsync::http {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Url, is_taken_apart) {
  const auto url = parse_url("https://API.Exec.com/rest/v1/scenarios?page=2&ids=a%2Cb#part");
  ASSERT_TRUE(url);
  EXPECT_TRUE(url->tls);
  EXPECT_EQ(url->host, "api.exec.com");
  EXPECT_EQ(url->port, 443);
  EXPECT_EQ(url->target, "/rest/v1/scenarios?page=2&ids=a%2Cb");
  EXPECT_EQ(url->authority(), "api.exec.com:443");
  EXPECT_EQ(url->host_header(), "api.exec.com");
  EXPECT_EQ(url->origin(), "https://api.exec.com:443");
}

TEST(Url, has_a_path_where_none_is_given) {
  EXPECT_EQ(parse_url("https://host")->target, "/");
  EXPECT_EQ(parse_url("https://host?a=1")->target, "/?a=1");
}

TEST(Url, keeps_a_port_that_is_not_the_schemes_own_in_the_host_header) {
  EXPECT_EQ(parse_url("https://host:8443")->host_header(), "host:8443");
  EXPECT_EQ(parse_url("http://localhost:443")->host_header(), "localhost:443");
  EXPECT_EQ(parse_url("http://localhost:")->host_header(), "localhost");
}

TEST(Url, writes_an_IPv6_address_in_brackets) {
  const auto url = parse_url("http://[::1]:8080/x");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host, "::1");
  EXPECT_EQ(url->authority(), "[::1]:8080");
}

struct Case {
  const char* text;
  bool accepted;
};

class UrlTable : public testing::TestWithParam<Case> {};

TEST_P(UrlTable, is_accepted_or_refused) {
  const auto url = parse_url(GetParam().text);
  EXPECT_EQ(url.has_value(), GetParam().accepted) << (url ? "" : url.error().message);
  if (!url) {
    EXPECT_EQ(url.error().code, Errc::bad_url);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, UrlTable,
    testing::Values(Case{"https://host", true}, Case{"HTTPS://host", true},
                    Case{"https://10.0.0.1:1/", true}, Case{"https://[2001:db8::1]/", true},
                    Case{"https://host_name.test", true}, Case{"http://127.0.0.1:80", true},
                    Case{"http://127.255.0.3", true}, Case{"http://localhost:1/", true},
                    Case{"http://LOCALHOST", true}, Case{"http://[::1]", true},
                    Case{"http://host", false}, Case{"http://10.0.0.1", false},
                    Case{"http://128.0.0.1", false}, Case{"http://127.0.0.1.evil.test", false},
                    Case{"http://localhost.evil.test", false}, Case{"http://2130706433", false},
                    Case{"http://[::2]", false}, Case{"http://0.0.0.0", false}, Case{"", false},
                    Case{"host", false}, Case{"/path", false}, Case{"//host/path", false},
                    Case{"ftp://host", false}, Case{"https:///path", false},
                    Case{"https://host:0", false}, Case{"https://host:65536", false},
                    Case{"https://host:x", false}, Case{"https://us er", false},
                    Case{"https://user:secret@host/", false}, Case{"https://ho%0Ast/", false},
                    Case{"https://host/a b", false}, Case{"https://host/a\r\nX: y", false}));

TEST(Url, errors_show_neither_user_names_nor_queries) {
  for (const auto* text :
       {"https://name:hunter2@host/?key=hunter2", "http://host/hunter2?key=hunter2",
        "ftp://name:hunter2@host", "https://host:99999/?key=hunter2", "hunter2"}) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url) << text;
    EXPECT_THAT(url.error().message, Not(HasSubstr("hunter2")));
    EXPECT_THAT(url.error().message, Not(HasSubstr("name:")));
  }
}

TEST(Url, plain_http_says_what_to_do) {
  EXPECT_THAT(parse_url("http://host:8080/").error().message,
              testing::AllOf(HasSubstr("host:8080"), HasSubstr("https://")));
}

TEST(Location, is_named_by_its_host_only) {
  EXPECT_EQ(location_words("https://other.test:8443/path?key=secret"), "https://other.test:8443");
  EXPECT_EQ(location_words("https://name:secret@other.test/"), "https://other.test");
  EXPECT_EQ(location_words("//other.test/x"), "other.test");
  EXPECT_EQ(location_words("/login?key=secret"), "another path of the same host");
  EXPECT_EQ(location_words("https://bad host"), "an address that cannot be read");
}

} // namespace
} // namespace trainsync::http
