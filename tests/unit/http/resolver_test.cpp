#include "daemon/http/resolver.hpp"
#include "tests/unit/http/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <memory>

namespace trainsync::http {
namespace {

namespace asio = boost::asio;
using Found = std::expected<std::vector<asio::ip::address>, std::string>;

TEST(Resolver, asks_nobody_for_an_address) {
  asio::io_context io;
  Resolver resolver(io.get_executor(), [](const std::string&) -> Found {
    ADD_FAILURE();
    return std::unexpected("");
  });
  const auto found = test::run(io, resolver.resolve("::1"));
  EXPECT_THAT(found.value(), testing::ElementsAre(asio::ip::make_address("::1")));
}

TEST(Resolver, asks_the_system_for_a_name) {
  asio::io_context io;
  Resolver resolver(io.get_executor(), system_lookup());
  const auto found = test::run(io, resolver.resolve("localhost"));
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_THAT(*found, testing::Each(testing::Property(&asio::ip::address::is_loopback, true)));
}

TEST(Resolver, reports_why_there_is_no_address) {
  asio::io_context io;
  Resolver failing(io.get_executor(),
                   [](const std::string&) -> Found { return std::unexpected("no such name"); });
  Resolver empty(io.get_executor(), [](const std::string&) -> Found { return {}; });
  EXPECT_EQ(test::run(io, failing.resolve("host")).error().code, Errc::resolve);
  EXPECT_EQ(test::run(io, empty.resolve("host")).error().code, Errc::resolve);
}

TEST(Resolver, asks_for_several_names_at_once) {
  asio::io_context io;
  const auto both_ask = std::make_shared<std::latch>(2);
  Resolver resolver(io.get_executor(), [both_ask](const std::string& host) -> Found {
    both_ask->arrive_and_wait();
    return Found{{asio::ip::make_address(host == "one" ? "127.0.0.1" : "127.0.0.2")}};
  });
  std::vector<std::string> found;
  for (const auto* host : {"one", "two"}) {
    asio::co_spawn(io, resolver.resolve(host),
                   [&](const std::exception_ptr&, const auto& addresses) {
                     found.push_back(addresses->front().to_string());
                   });
  }
  test::run_until(io, [&] { return found.size() == 2; });
  EXPECT_THAT(found, testing::UnorderedElementsAre("127.0.0.1", "127.0.0.2"));
}

TEST(Resolver, leaves_a_lookup_that_ends_after_it_alone) {
  const auto may_end = std::make_shared<std::latch>(1);
  const auto ending = std::make_shared<std::latch>(1);
  {
    asio::io_context io;
    Resolver resolver(io.get_executor(), [may_end, ending](const std::string&) -> Found {
      may_end->wait();
      ending->count_down();
      return Found{};
    });
    asio::co_spawn(io, resolver.resolve("host"), [](const std::exception_ptr&, const auto&) {});
    io.poll();
  }
  may_end->count_down();
  ending->wait();
}

} // namespace
} // namespace trainsync::http
