#include "tests/unit/sync/fixture.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace trainsync::sync {
namespace {

// A server that does not answer.
class SilentClient final : public http::Client {
public:
  awaitable<std::expected<http::Response, http::Error>> send(http::Request) override {
    boost::asio::steady_timer never(co_await boost::asio::this_coro::executor,
                                    boost::asio::steady_timer::time_point::max());
    co_await never.async_wait(boost::asio::use_awaitable);
    co_return http::Response{};
  }
};

using StopTest = FetcherTest;

TEST_F(StopTest, ends_a_request_that_is_under_way) {
  const auto stoppable = make_stoppable(std::make_unique<SilentClient>(), stop);
  std::optional<std::expected<http::Response, http::Error>> got;
  boost::asio::co_spawn(io, stoppable->send({}),
                        [&](const std::exception_ptr&, auto result) { got = std::move(result); });
  io.poll();
  EXPECT_FALSE(got);
  stop.request();
  io.restart();
  io.run_for(5s);
  ASSERT_TRUE(got);
  ASSERT_FALSE(*got);
  EXPECT_EQ(got->error().code, http::Errc::canceled);
}

TEST_F(StopTest, lets_no_new_request_begin) {
  stop.request();
  EXPECT_EQ(failure().kind, Failure::Kind::stopped);
  EXPECT_TRUE(client.requests.empty());
  EXPECT_EQ(requests_in_file(), "0");
}

TEST_F(StopTest, ends_a_wait_for_the_next_try) {
  client.answers = {answer(500)};
  client.on_send = [&] { stop.request(); };
  EXPECT_EQ(failure().kind, Failure::Kind::stopped);
  EXPECT_EQ(client.requests.size(), 1u);
}

TEST_F(StopTest, keeps_a_page_that_has_come) {
  client.on_send = [&] { stop.request(); };
  EXPECT_TRUE(get());
}

} // namespace
} // namespace trainsync::sync
