#include "daemon/cli/printable.hpp"

#include "daemon/cli/moment.hpp"
#include "tests/unit/stamps.hpp"

#include <gtest/gtest.h>

namespace trainsync::cli {
namespace {

using namespace std::chrono_literals;
using test::at;

TEST(Printable, leaves_what_people_write_as_it_is) {
  for (const char* text : {"", "Harper Taylor", "José Müller", "李雷 😀", "a\\b \"c\""})
    EXPECT_EQ(printable(text), text);
}

TEST(Printable, writes_out_what_could_steer_a_terminal) {
  EXPECT_EQ(printable("\033[2J"), "\\u{1b}[2J");
  EXPECT_EQ(printable("a\r\nb\tc\x7f"), "a\\u{d}\\u{a}b\\u{9}c\\u{7f}");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "\\u{9b}31m");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\\u{0}b");
}

TEST(Printable, writes_out_what_could_deceive_the_eye) {
  EXPECT_EQ(printable("a\xe2\x80\xae"
                      "b"),
            "a\\u{202e}b");
  EXPECT_EQ(printable("a\xe2\x81\xa6"
                      "b"),
            "a\\u{2066}b");
  EXPECT_EQ(printable("a\xe2\x80\xa8"
                      "b"),
            "a\\u{2028}b");
}

TEST(Printable, writes_out_bytes_that_are_no_utf_8) {
  EXPECT_EQ(printable("a\xff"), "a\\x{ff}");
  EXPECT_EQ(printable("\xc3"), "\\x{c3}");
  EXPECT_EQ(printable("\xc0\x9b"), "\\x{c0}\\x{9b}") << "a longer form than needed";
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\x{ed}\\x{a0}\\x{80}") << "half a pair";
}

TEST(Wrapped, breaks_at_blanks_and_indents_what_follows) {
  EXPECT_EQ(wrapped("one two three", 0, 2, 80), "one two three");
  EXPECT_EQ(wrapped("one two three", 0, 2, 8), "one two\n  three");
  EXPECT_EQ(wrapped("one two three", 5, 2, 8), "one\n  two\n  three");
}

TEST(Wrapped, breaks_long_words_between_characters) {
  EXPECT_EQ(wrapped("abcdefgh", 0, 1, 4), "abcd\n efg\n h");
  EXPECT_EQ(wrapped("ääääää", 0, 1, 4), "ääää\n ää");
}

TEST(Moment, is_read_by_people) {
  EXPECT_EQ(moment(at("2026-03-31T10:13:05.999Z")), "2026-03-31 10:13:05");
  const model::Stamp now = at("2026-03-31T12:00:00Z");
  EXPECT_EQ(distance(now, now), "now");
  EXPECT_EQ(distance(now - 90s, now), "90 s ago");
  EXPECT_EQ(distance(now - 5min, now), "5 min ago");
  EXPECT_EQ(distance(now + 200min, now), "in 3 h 20 min");
  EXPECT_EQ(distance(now - 72h, now), "3 days ago");
}

TEST(Moment, parts_thousands) {
  EXPECT_EQ(with_commas(0), "0");
  EXPECT_EQ(with_commas(999), "999");
  EXPECT_EQ(with_commas(1000), "1,000");
  EXPECT_EQ(with_commas(1234567), "1,234,567");
  EXPECT_EQ(with_commas(-100), "-100");
}

} // namespace
} // namespace trainsync::cli
