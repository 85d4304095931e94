// Servers that never end, or never hurry. Each is left within a limit, and the message names it.
#include "tests/unit/http/client_fixture.hpp"
#include "tests/unit/http/gzip.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <list>

namespace trainsync::http::test {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;

// Reads the request, sends `begin`, then `again` until the client goes away.
Script endless(std::string begin, const std::string& again) {
  std::string block;
  while (block.size() < 8192) {
    block += again;
  }
  return [begin, again = block](Peer& peer, int) -> asio::awaitable<void> {
    co_await peer.read_request();
    co_await peer.write(begin);
    while (co_await peer.write(again)) {
    }
  };
}

// The same, with a millisecond's pause before each byte of `again`.
Script trickle(std::string begin, std::string again) {
  return [begin, again](Peer& peer, int) -> asio::awaitable<void> {
    co_await peer.read_request();
    co_await peer.write(begin);
    asio::steady_timer pause(co_await asio::this_coro::executor);
    for (std::size_t i = 0; co_await peer.write(again.substr(i % again.size(), 1)); ++i) {
      pause.expires_after(1ms);
      co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
    }
  };
}

class HostileServer : public ClientTest {
protected:
  Error failure(Script script, Options options, std::optional<Tls> tls = {}) {
    LoopbackServer server =
        tls ? LoopbackServer(io, std::move(script), *tls) : LoopbackServer(io, std::move(script));
    const auto sender = client(std::move(options));
    const auto got = get(*sender, server.url());
    if (got) {
      throw std::runtime_error("an answer came");
    }
    return got.error();
  }

  Authority ours{"our CA"};
  TemporaryFile ca_file{ours.certificate()};
};

struct Endless {
  const char* name;
  std::string begin, again;
  const char* words;
};

const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

TEST_F(HostileServer, is_left_at_the_limit_where_something_does_not_end) {
  const std::string block(4096, 'x');
  const Endless cases[] = {
      {"a status line", "HTTP/1.1 200 ", block, "headers of the answer"},
      {"a header", "HTTP/1.1 200 OK\r\nX: ", block, "headers of the answer"},
      {"headers", "HTTP/1.1 200 OK\r\n", "X: " + block + "\r\n", "headers of the answer"},
      {"small headers", "HTTP/1.1 200 OK\r\n", "X: y\r\n", "headers of the answer"},
      {"a body", "HTTP/1.1 200 OK\r\n\r\n", block, "http.max_body"},
      {"chunks", chunked, "1000\r\n" + block + "\r\n", "http.max_body"},
      {"small chunks", chunked, "1\r\nx\r\n", "http.max_body"},
      {"a chunk's size", chunked, "0", "headers of the answer"},
      {"a chunk's extension", chunked + "1;x=", block, "headers of the answer"},
      {"trailers", chunked + "0\r\n", "X: " + block + "\r\n", "headers of the answer"}};
  for (const auto& [name, begin, again, words] : cases) {
    SCOPED_TRACE(name);
    const Error error = failure(endless(begin, again), {.max_body_bytes = 1 << 20});
    EXPECT_EQ(error.code, Errc::too_large) << error.message;
    EXPECT_THAT(error.message, AllOf(HasSubstr("127.0.0.1"), HasSubstr("bytes"), HasSubstr(words)));
  }
}

TEST_F(HostileServer, may_not_answer_that_it_is_still_busy_for_ever) {
  const Error error = failure(endless("", "HTTP/1.1 102 Processing\r\n\r\n"), {});
  EXPECT_EQ(error.code, Errc::protocol);
}

TEST_F(HostileServer, is_left_where_a_body_inflates_without_end) {
  std::string members;
  const std::string member = compressed(std::string(1 << 20, ' '));
  for (int i = 0; i < 1000; ++i) {
    members += member;
  }
  const Error error = failure(always(answer("200 OK", members, "Content-Encoding: gzip\r\n")),
                              {.max_body_bytes = 4 << 20});
  EXPECT_EQ(error.code, Errc::too_large);
  EXPECT_THAT(error.message, AllOf(HasSubstr("4194304 bytes"), HasSubstr("http.max_body")));
}

TEST_F(HostileServer, that_trickles_is_left_when_the_time_is_up) {
  const std::pair<const char*, Script> cases[] = {
      {"a status line",
       trickle("", "HTTP/1.1 200 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")},
      {"headers", trickle("HTTP/1.1 200 OK\r\n", "X: y\r\n")},
      {"a body", trickle("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", "x")},
      {"chunks", trickle(chunked, "1\r\nx\r\n")}};
  for (const auto& [name, script] : cases)
    for (const bool tls : {false, true}) {
      SCOPED_TRACE(name);
      const Error error = failure(script, {.request_timeout = 30ms, .ca_file = ca_file.path()},
                                  tls ? std::optional(Tls{ours.issue({})}) : std::nullopt);
      EXPECT_EQ(error.code, Errc::timeout) << error.message;
      EXPECT_THAT(error.message, AllOf(HasSubstr("30 ms"), HasSubstr("http.request_timeout")));
    }
}

TEST_F(HostileServer, that_trickles_through_the_handshake_is_left_when_the_time_is_up) {
  LoopbackServer server(io, [](Peer& peer, int) -> asio::awaitable<void> {
    co_await peer.write(
        std::string("\x16\x03\x03\x3f\xff\x02\x00\x3f\xfb", 9)); // a long ServerHello
    asio::steady_timer pause(co_await asio::this_coro::executor);
    while (co_await peer.write("\x03")) {
      pause.expires_after(1ms);
      co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
    }
  });
  const auto sender = client({.connect_timeout = 30ms});
  const auto got = get(*sender, "https://127.0.0.1:" + std::to_string(server.port()));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, Errc::timeout) << got.error().message;
  EXPECT_THAT(got.error().message,
              AllOf(HasSubstr("30 ms"), HasSubstr("http.connect_timeout"), HasSubstr("handshake")));
}

TEST_F(HostileServer, that_takes_no_request_is_left_when_the_time_is_up) {
  LoopbackServer server(io, [](Peer&, int) -> asio::awaitable<void> {
    asio::steady_timer never(co_await asio::this_coro::executor,
                             asio::steady_timer::time_point::max());
    co_await never.async_wait(asio::as_tuple(asio::use_awaitable));
  });
  const auto sender = client({.request_timeout = 30ms});
  Request request{.method = "POST", .url = server.url(), .body = std::string(64 << 20, 'x')};
  const auto got = run(io, sender->send(std::move(request)));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, Errc::timeout);
}

TEST_F(HostileServer, that_does_not_let_one_in_is_left_when_the_time_is_up) {
  asio::ip::tcp::acceptor full(io, asio::ip::tcp::v4());
  full.bind({asio::ip::address_v4::loopback(), 0});
  full.listen(0);
  std::list<asio::ip::tcp::socket> waiting; // nobody accepts them, so the queue is full
  for (int i = 0; i < 4; ++i) {
    waiting.emplace_back(io, asio::ip::tcp::v4())
        .async_connect(full.local_endpoint(), asio::detached);
  }
  const auto sender = client({.connect_timeout = 30ms});
  const auto got = get(*sender, "http://127.0.0.1:" + std::to_string(full.local_endpoint().port()));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, Errc::timeout) << got.error().message;
  EXPECT_THAT(got.error().message, AllOf(HasSubstr("30 ms"), HasSubstr("TCP")));
}

} // namespace
} // namespace trainsync::http::test
