#include "daemon/http/auth.hpp"
#include "tests/unit/http/run.hpp"

#include <gtest/gtest.h>

namespace trainsync::http {
namespace {

TEST(Authorizer, basic_encodes_user_and_secret) {
  boost::asio::io_context io;
  const auto basic = make_basic("eu-west-2_AbcdEfghI", "s\xc3\xa4:cret");
  EXPECT_EQ(test::run(io, basic->authorization()),
            "Basic ZXUtd2VzdC0yX0FiY2RFZmdoSTpzw6Q6Y3JldA==");
  EXPECT_FALSE(basic->refresh(""));
}

TEST(Authorizer, bearer_sends_the_token_as_it_is) {
  boost::asio::io_context io;
  const auto bearer = make_bearer("exec_live_x");
  EXPECT_EQ(test::run(io, bearer->authorization()), "Bearer exec_live_x");
  EXPECT_FALSE(bearer->refresh("Bearer exec_live_x"));
}

} // namespace
} // namespace trainsync::http
