#include "daemon/exec/requests.hpp"

#include <gtest/gtest.h>

namespace trainsync::exec {
namespace {

TEST(ExecRequests, without_a_filter_name_the_page_alone) {
  EXPECT_EQ(assignments_target({}, 3, 100), "/scenarios/assignments?page=3&page_size=100");
}

TEST(ExecRequests, name_each_filter_as_the_api_has_it) {
  const std::tuple<Filters, const char*> cases[] = {
      {{{"u1"}, {}, {}, {}}, "user_ids=u1&"},
      {{{}, {"a@b.c"}, {}, {}}, "user_emails=a%40b.c&"},
      {{{}, {}, {"s1", "s2"}, {}}, "scenario_ids=s1,s2&"},
      {{{}, {}, {}, {"p1"}}, "program_ids=p1&"},
      {{{"u1", "u2"}, {"a@b.c"}, {"s1"}, {"p1"}},
       "user_ids=u1,u2&user_emails=a%40b.c&scenario_ids=s1&program_ids=p1&"}};
  for (const auto& [filters, query] : cases)
    EXPECT_EQ(assignments_target(filters, 1, 50),
              "/scenarios/assignments?" + std::string(query) + "page=1&page_size=50");
}

TEST(ExecRequests, encode_what_would_end_a_value) {
  EXPECT_EQ(assignments_target({{"a,b&c=d#e f+g%"}, {}, {}, {}}, 1, 1),
            "/scenarios/assignments?user_ids=a%2Cb%26c%3Dd%23e%20f%2Bg%25&page=1&page_size=1");
}

} // namespace
} // namespace trainsync::exec
