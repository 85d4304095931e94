#include "daemon/model/utf8.hpp"

#include <gtest/gtest.h>

namespace trainsync::model {
namespace {

using namespace std::string_literals;

TEST(Utf8, is_told_from_what_is_none) {
  for (const char* text : {"", "plain", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xef\xbf\xbf",
                           "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf", "\xee\x80\x80"})
    EXPECT_TRUE(is_utf8(text)) << text;
  for (const char* text :
       {"\x80", "\xff", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xc3", "\xe2\x82", "\xf0\x9f\x98",
        "a\xc3"
        "b"})
    EXPECT_FALSE(is_utf8(text)) << text;
}

TEST(Utf8, with_escaped_bytes_shows_every_byte_that_is_no_text) {
  EXPECT_EQ(with_escaped_bytes("a\xff\xc3 \xc3\xa9\0\n"s), "a\\xff\\xc3 \xc3\xa9\\x00\n");
  EXPECT_EQ(with_escaped_bytes("\xed\xa0\x80"), "\\xed\\xa0\\x80");
}

TEST(Printable, obeys_nothing) {
  EXPECT_EQ(
      printable("a\n\x1b[31m\x7f|\xc2\x9b|\xe2\x80\xae|\xe2\x80\xa8|\xe2\x81\xa6|\xff|\0|"s, 99),
      "a  [31m | | | | | | |");
  EXPECT_EQ(printable("\xc3\xa9\xe2\x82\xac", 99), "\xc3\xa9\xe2\x82\xac");
}

TEST(Printable, ends_between_two_characters) {
  EXPECT_EQ(printable("ab\xe2\x82\xac", 5), "ab\xe2\x82\xac");
  EXPECT_EQ(printable("ab\xe2\x82\xac", 4), "ab");
  EXPECT_EQ(printable("abc", 0), "");
}

} // namespace
} // namespace trainsync::model
