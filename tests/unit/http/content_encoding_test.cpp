#include "daemon/http/content_encoding.hpp"
#include "tests/unit/http/gzip.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trainsync::http {
namespace {

using testing::HasSubstr;

Response encoded(const std::string& encoding, const std::string& body) {
  return {200, {{"content-encoding", encoding}}, body};
}

TEST(ContentEncoding, is_undone) {
  for (const auto* name : {"gzip", "GZIP", "x-gzip", "deflate", " gzip "}) {
    auto response = encoded(name, test::compressed("text"));
    EXPECT_FALSE(decode_body(response, 100, "host:443"));
    EXPECT_EQ(response.body, "text") << name;
  }
}

TEST(ContentEncoding, that_is_absent_or_identity_leaves_the_body_alone) {
  Response plain{200, {}, "text"};
  auto identity = encoded("Identity", "text");
  EXPECT_FALSE(decode_body(plain, 1, "host:443"));
  EXPECT_FALSE(decode_body(identity, 1, "host:443"));
  EXPECT_EQ(plain.body, "text");
  EXPECT_EQ(identity.body, "text");
}

TEST(ContentEncoding, does_not_matter_to_an_empty_body) {
  auto response = encoded("gzip", "");
  EXPECT_FALSE(decode_body(response, 100, "host:443"));
}

TEST(ContentEncoding, that_was_not_asked_for_is_an_error) {
  for (const auto* name : {"br", "gzip, gzip", "zstd"}) {
    auto response = encoded(name, "text");
    const auto error = decode_body(response, 100, "host:443");
    ASSERT_TRUE(error) << name;
    EXPECT_EQ(error->code, Errc::protocol);
    EXPECT_THAT(error->message, HasSubstr("host:443"));
  }
}

TEST(ContentEncoding, failures_tell_size_from_damage) {
  auto large = encoded("gzip", test::compressed(std::string(1000, ' ')));
  auto damaged = encoded("gzip", "not gzip");
  auto cut = encoded("gzip", test::compressed("text").substr(0, 12));
  EXPECT_EQ(decode_body(large, 999, "host:443")->code, Errc::too_large);
  EXPECT_THAT(decode_body(damaged, 999, "host:443")->message, HasSubstr("damaged"));
  EXPECT_THAT(decode_body(cut, 999, "host:443")->message, HasSubstr("ends early"));
}

} // namespace
} // namespace trainsync::http
