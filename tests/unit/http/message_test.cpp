#include "daemon/http/message.hpp"
#include "daemon/http/status_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trainsync::http {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

TEST(Response, finds_a_header_whatever_its_case) {
  const Response response{200, {{"Date", "first"}, {"date", "second"}}, ""};
  EXPECT_EQ(response.header("DATE"), "first");
  EXPECT_FALSE(response.header("Dat"));
}

TEST(Request, with_a_broken_header_is_not_sent_and_its_value_not_shown) {
  const Request broken{"GET", "https://host", {{"Authorization", "Bearer hunter2\n"}}, ""};
  const auto error = unsendable(broken);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, Errc::config);
  EXPECT_THAT(error->message, HasSubstr("Authorization"));
  EXPECT_THAT(error->message, Not(HasSubstr("hunter2")));
}

TEST(Request, with_a_broken_name_or_method_is_not_sent) {
  EXPECT_TRUE(unsendable({"GET", "", {{"Na me", "x"}}, ""}));
  EXPECT_TRUE(unsendable({"GET", "", {{"", "x"}}, ""}));
  EXPECT_TRUE(unsendable({"GE T", "", {}, ""}));
  EXPECT_FALSE(unsendable({"GET", "", {{"X-Name", "a value\twith blanks, \xc3\xa4"}}, ""}));
}

TEST(Duration, is_shown_in_the_unit_that_fits) {
  EXPECT_EQ(duration_words(20ms), "20 ms");
  EXPECT_EQ(duration_words(10s), "10 s");
  EXPECT_EQ(duration_words(1500ms), "1.5 s");
  EXPECT_EQ(duration_words(1050ms), "1.05 s");
}

TEST(Status, is_shown_with_its_name) {
  EXPECT_EQ(status_words(429), "429 (too many requests)");
  EXPECT_EQ(status_words(599), "599");
}

TEST(Errc, permanent_ones_need_a_person) {
  EXPECT_TRUE(is_permanent(Errc::tls_verify));
  EXPECT_TRUE(is_permanent(Errc::unauthorized));
  EXPECT_FALSE(is_permanent(Errc::unavailable));
  EXPECT_FALSE(is_permanent(Errc::canceled));
}

} // namespace
} // namespace trainsync::http
