#include "daemon/learn/requests.hpp"

#include "tests/unit/stamps.hpp"

#include <gtest/gtest.h>

namespace trainsync::learn {
namespace {

using test::at;

TEST(LearnRequests, of_enrolments_name_the_window_and_the_page) {
  EXPECT_EQ(enrolments_target("63f5", {2, at("2026-01-01"), at("2026-02-01T10:00:00.5Z")}, 100),
            "/assignments/63f5/enrolments?updatedAtFrom=2026-01-01T00:00:00.000Z"
            "&updatedAtTo=2026-02-01T10:00:00.500Z&page=2&perPage=100");
}

TEST(LearnRequests, of_enrolments_leave_out_what_the_window_does_not_have) {
  EXPECT_EQ(
      enrolments_target("63f5", {1, at("2026-01-01"), {}}, 50),
      "/assignments/63f5/enrolments?updatedAtFrom=2026-01-01T00:00:00.000Z&page=1&perPage=50");
  EXPECT_EQ(enrolments_target("63f5", {1, {}, {}}, 50),
            "/assignments/63f5/enrolments?page=1&perPage=50");
}

TEST(LearnRequests, encode_an_assignment_that_is_no_plain_word) {
  EXPECT_EQ(enrolments_target("a/../b?c#d e%", {1, {}, {}}, 1),
            "/assignments/a%2F..%2Fb%3Fc%23d%20e%25/enrolments?page=1&perPage=1");
}

TEST(LearnRequests, of_a_directory_name_its_listing) {
  EXPECT_EQ(directory_target(Listing::assignments, 3, 100), "/assignments?page=3&perPage=100");
  EXPECT_EQ(directory_target(Listing::users, 1, 1000), "/users?page=1&perPage=1000");
  EXPECT_EQ(directory_target(Listing::contents, 2, 1000), "/contents?page=2&perPage=1000");
}

} // namespace
} // namespace trainsync::learn
