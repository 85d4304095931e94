#include "daemon/http/proxy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trainsync::http {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Proxy, is_taken_apart) {
  const auto proxy = parse_proxy("http://proxy.test:3128/");
  ASSERT_TRUE(proxy);
  EXPECT_EQ(proxy->host, "proxy.test");
  EXPECT_EQ(proxy->port, 3128);
  EXPECT_EQ(proxy->authorization, "");
  EXPECT_EQ(proxy->authority(), "proxy.test:3128");
}

TEST(Proxy, may_lack_scheme_and_port) {
  EXPECT_EQ(parse_proxy("proxy.test:3128")->port, 3128);
  EXPECT_EQ(parse_proxy("http://proxy.test")->port, 80);
}

TEST(Proxy, may_be_an_IPv6_address) {
  const auto proxy = parse_proxy("http://[::1]:3128");
  EXPECT_EQ(proxy->host, "::1");
  EXPECT_EQ(proxy->authority(), "[::1]:3128");
}

TEST(Proxy, login_is_decoded_and_sent_as_Basic) {
  EXPECT_EQ(parse_proxy("http://user:p%40ss@proxy.test")->authorization, "Basic dXNlcjpwQHNz");
}

TEST(Proxy, that_cannot_be_used_is_a_config_error_without_its_login) {
  for (const auto* text :
       {"https://u:secret@proxy.test", "socks5://u:secret@proxy.test", "http://u:secret@",
        "http://u:secret@proxy.test:0", "http://u:secret@proxy test", "http://u:secret@proxy:99999",
        "http://u:secret@proxy/path", "http://u:secret@1.2.3.4x"}) {
    const auto proxy = parse_proxy(text);
    ASSERT_FALSE(proxy) << text;
    EXPECT_EQ(proxy.error().code, Errc::config);
    EXPECT_THAT(proxy.error().message, HasSubstr("HTTPS_PROXY"));
    EXPECT_THAT(proxy.error().message, Not(HasSubstr("secret")));
  }
}

} // namespace
} // namespace trainsync::http
