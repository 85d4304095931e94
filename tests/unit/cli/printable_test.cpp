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

TEST(Columns, are_those_of_a_terminal_and_not_bytes) {
  EXPECT_EQ(columns("plain"), 5);
  EXPECT_EQ(columns("Öztürk"), 6);
  EXPECT_EQ(columns("Ng\xcc\x83"), 2) << "a letter and a mark above it";
  EXPECT_EQ(columns("東京"), 4);
  EXPECT_EQ(columns("👍"), 2);
  EXPECT_EQ(columns(""), 0);
}

TEST(Wrapped, counts_wide_letters_as_wide) {
  EXPECT_EQ(wrapped("東京都東京都", 0, 1, 5), "東京\n 都東\n 京都");
}

TEST(Fitted, leaves_what_fits) {
  EXPECT_EQ(fitted("Öztürk", 6), "Öztürk");
  EXPECT_EQ(fitted("東京", 4), "東京");
  EXPECT_EQ(fitted("", 0), "");
}

TEST(Fitted, cuts_between_characters) {
  EXPECT_EQ(fitted("Öztürk", 5), "Öztü…");
  EXPECT_EQ(fitted("ÖÖÖ", 2), "Ö…");
  EXPECT_EQ(fitted("東京都", 5), "東京…");
  EXPECT_EQ(fitted("東京都", 4), "東…");
  EXPECT_EQ(fitted("abc", 1), "…");
  EXPECT_EQ(fitted("abc", 0), "");
}

TEST(Fitted, fits_whatever_the_text_and_the_room) {
  const std::string text = "a東\xcc\x83 é👍 \xff\xe2\x82 end";
  for (std::size_t room = 0; room < 25; ++room)
    EXPECT_LE(columns(fitted(text, room)), room);
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
