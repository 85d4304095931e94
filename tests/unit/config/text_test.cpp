#include "config/text.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace trainsync::config {
namespace {

const std::vector<std::string> words{"stat", "path", "poll_interval", "log", "level"};

TEST(Nearest, forgives_a_missing_a_wrong_an_extra_and_a_swapped_letter) {
  EXPECT_EQ(nearest("pol_interval", words), "poll_interval");
  EXPECT_EQ(nearest("poll-interval", words), "poll_interval");
  EXPECT_EQ(nearest("levell", words), "level");
  EXPECT_EQ(nearest("ptah", words), "path");
}

TEST(Nearest, does_not_guess_where_nothing_is_close) {
  EXPECT_EQ(nearest("webhooks", words), "");
  EXPECT_EQ(nearest("", words), "");
  EXPECT_EQ(nearest("foo", words), "");
  EXPECT_EQ(nearest(std::string(100'000, 'x'), words), "");
}

TEST(InQuotes, leaves_nothing_that_a_terminal_would_obey) {
  EXPECT_EQ(in_quotes("a\"b\\c\x1b[2J\n"), "\"a\\\"b\\\\c\\u001B[2J\\u000A\"");
  EXPECT_EQ(in_quotes("\xc2\x9b\x7f\xe2\x80\xae\xd8\x9c\xe2\x81\xa9"),
            "\"\\u009B\\u007F\\u202E\\u061C\\u2069\"");
  EXPECT_EQ(in_quotes("\xc2\xa0\xc3\xa9\xe2\x82\xac"), "\"\xc2\xa0\xc3\xa9\xe2\x82\xac\"");
}

TEST(Either, joins_words_as_people_do) {
  EXPECT_EQ(either(std::vector<std::string>{"a"}), "a");
  EXPECT_EQ(either(std::vector<std::string>{"a", "b", "c"}), "a, b or c");
}

} // namespace
} // namespace trainsync::config
