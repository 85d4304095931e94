#include "tests/unit/sync/fixture.hpp"

#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>

namespace trainsync::sync {
namespace {

class GateTest : public testing::Test {
protected:
  // Enters, and stays in until it is told to leave.
  void visit(int number) {
    boost::asio::co_spawn(
        io,
        [this, number]() -> awaitable<void> {
          Gate::Place place = co_await gate.enter();
          in.push_back(number);
          inside.insert_or_assign(number, std::make_unique<Gate::Place>(std::move(place)));
        },
        boost::asio::detached);
    io.restart();
    io.poll();
  }
  void leave(int number) {
    inside.erase(number);
    io.restart();
    io.poll();
  }

  boost::asio::io_context io;
  Gate gate{2};
  std::vector<int> in;
  std::map<int, std::unique_ptr<Gate::Place>> inside;
};

TEST_F(GateTest, lets_so_many_in_and_the_others_in_their_order) {
  for (int number = 1; number <= 5; ++number)
    visit(number);
  EXPECT_THAT(in, ElementsAre(1, 2));
  leave(1);
  EXPECT_THAT(in, ElementsAre(1, 2, 3));
  leave(3);
  leave(2);
  EXPECT_THAT(in, ElementsAre(1, 2, 3, 4, 5));
}

TEST_F(GateTest, keeps_the_order_where_several_leave_at_once) {
  for (int number = 1; number <= 4; ++number)
    visit(number);
  inside.clear();
  visit(5);
  EXPECT_THAT(in, ElementsAre(1, 2, 3, 4));
  leave(4);
  EXPECT_THAT(in, ElementsAre(1, 2, 3, 4, 5));
}

TEST_F(GateTest, has_room_again_when_all_have_left) {
  visit(1);
  visit(2);
  inside.clear();
  visit(3);
  visit(4);
  visit(5);
  EXPECT_THAT(in, ElementsAre(1, 2, 3, 4));
}

TEST_F(FetcherTest, sends_no_request_that_waited_for_its_turn_while_a_rate_limit_stands) {
  Fetcher asking = fetcher();
  client.answers = {answer(429, "", {{"Retry-After", "7"}})};
  for (int i = 0; i < 2; ++i)
    boost::asio::co_spawn(io, asking.get("/things", run, parse), boost::asio::detached);
  io.restart();
  io.run_for(30s);
  EXPECT_THAT(client.sent_at, ElementsAre(0s, 7s, 7s));
}

} // namespace
} // namespace trainsync::sync
