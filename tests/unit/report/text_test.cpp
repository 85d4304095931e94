#include "daemon/report/text.hpp"

#include "daemon/report/html.hpp"

#include <gtest/gtest.h>

namespace trainsync::report {
namespace {

TEST(Clipped, keeps_what_fits) {
  EXPECT_EQ(clipped("Fire safety at work", 19), "Fire safety at work");
  EXPECT_EQ(clipped("", 5), "");
}

TEST(Clipped, ends_in_dots_within_its_columns) {
  EXPECT_EQ(clipped("Fire safety at work", 11), "Fire safet…");
  EXPECT_EQ(clipped("安全教育", 8), "安全教育");
  EXPECT_EQ(clipped("安全教育", 6), "安全…");
}

TEST(Clipped, makes_one_space_of_blanks) {
  EXPECT_EQ(clipped(" \t a \r\n\n b  ", 20), "a b");
}

TEST(Clipped, shows_that_something_cannot_be_shown) {
  EXPECT_EQ(clipped(std::string_view("a\0b\x1b\x7f", 5), 20), "a\uFFFDb\uFFFD\uFFFD");
  EXPECT_EQ(clipped("\xc2\x85\xef\xbf\xbe", 20), "\uFFFD\uFFFD");
}

TEST(Clipped, mends_what_is_no_utf_8) {
  EXPECT_EQ(clipped("a\xff\xc3", 20), "a\uFFFD\uFFFD");
  EXPECT_EQ(clipped("\xc0\xaf", 20), "\uFFFD\uFFFD") << "an overlong slash";
  EXPECT_EQ(clipped("\xed\xa0\x80", 20), "\uFFFD\uFFFD\uFFFD") << "half a surrogate pair";
  EXPECT_EQ(clipped("\xf0\x9f\x91\xa9\xf0\x9f", 20), "👩\uFFFD\uFFFD");
}

TEST(Clipped, leaves_out_what_turns_the_direction) {
  EXPECT_EQ(clipped("\u202Egnp.exe\u202C \u2067a\u2069", 20), "gnp.exe a");
}

TEST(Clipped, bounds_marks_that_take_no_column) {
  std::string marks = "Z";
  for (int i = 0; i < 1000; ++i)
    marks += "\u0336";
  EXPECT_LT(clipped(marks, 10).size(), 100U);
}

TEST(HtmlText, is_never_markup) {
  EXPECT_EQ(text("<b>&\"'").markup(), "&lt;b&gt;&amp;&quot;&#39;");
  EXPECT_EQ(element("p", {{"title", "\"><script>"}}, text("x")).markup(),
            "<p title=\"&quot;&gt;&lt;script&gt;\">x</p>");
}

TEST(HtmlText, of_others_is_kept_apart) {
  EXPECT_EQ(foreign("a\u202E<b", 10).markup(), "<bdi>a&lt;b</bdi>");
}

} // namespace
} // namespace trainsync::report
