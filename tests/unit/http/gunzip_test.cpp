#include "daemon/http/gunzip.hpp"
#include "tests/unit/http/gzip.hpp"

#include <gtest/gtest.h>

#include <string>

namespace trainsync::http {
namespace {

using test::compressed;
using test::Wrapping;

const std::string text = "[{\"id\": 1}]" + std::string(100'000, ' ');

class GunzipWrappings : public testing::TestWithParam<Wrapping> {};

TEST_P(GunzipWrappings, come_out_as_they_went_in) {
  EXPECT_EQ(gunzip(compressed(text, GetParam()), text.size()), text);
  EXPECT_EQ(gunzip(compressed("", GetParam()), 0), "");
}

INSTANTIATE_TEST_SUITE_P(All, GunzipWrappings,
                         testing::Values(Wrapping::gzip, Wrapping::zlib, Wrapping::bare_deflate));

TEST(Gunzip, joins_several_members) {
  EXPECT_EQ(gunzip(compressed("one ") + compressed("two"), 100), "one two");
}

TEST(Gunzip, leaves_bytes_after_the_end_unread) {
  EXPECT_EQ(gunzip(compressed("one") + std::string(3, '\0'), 100), "one");
}

TEST(Gunzip, stops_at_the_first_byte_over_the_limit) {
  EXPECT_EQ(gunzip(compressed(text), text.size() - 1).error(), InflateError::too_large);
}

TEST(Gunzip, does_not_unpack_a_bomb) {
  const auto bomb = compressed(std::string(64u << 20, '\0'));
  ASSERT_LT(bomb.size(), 100'000u);
  EXPECT_EQ(gunzip(bomb, 1 << 20).error(), InflateError::too_large);
}

TEST(Gunzip, says_that_the_end_is_missing_wherever_it_was_cut) {
  const auto whole = compressed("some text that is not very long");
  for (std::size_t size = 2; size < whole.size(); ++size) {
    const auto decoded = gunzip(whole.substr(0, size), 100);
    ASSERT_FALSE(decoded) << size;
    EXPECT_EQ(decoded.error(), InflateError::truncated) << size;
  }
}

TEST(Gunzip, says_that_bytes_are_damaged) {
  auto damaged = compressed("some text");
  damaged[damaged.size() - 6] ^= 1; // in the checksum
  EXPECT_EQ(gunzip(damaged, 100).error(), InflateError::corrupt);
  EXPECT_EQ(gunzip("<html>not compressed at all</html>", 100).error(), InflateError::corrupt);
}

} // namespace
} // namespace trainsync::http
