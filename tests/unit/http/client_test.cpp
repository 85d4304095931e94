#include "tests/unit/http/client_fixture.hpp"
#include "tests/unit/http/gzip.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace trainsync::http::test {
namespace {

namespace asio = boost::asio;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST_F(ClientTest, sends_the_request_and_brings_the_answer) {
  LoopbackServer server(io, always(answer("404 Not Found", "gone", "X-Page: 7\r\n")));
  const auto sender = client({.user_agent = "trainsync/1"});
  Request request{"POST", server.url("/a?b=%20c"), {{"X-Name", "value"}}, "body"};
  const auto got = run(io, sender->send(request));
  ASSERT_TRUE(got);
  EXPECT_EQ(got->status, 404u);
  EXPECT_EQ(got->body, "gone");
  EXPECT_EQ(got->header("x-page"), "7");
  ASSERT_EQ(server.requests().size(), 1u);
  EXPECT_THAT(server.requests()[0],
              AllOf(testing::StartsWith("POST /a?b=%20c HTTP/1.1\r\n"),
                    HasSubstr("Host: 127.0.0.1:" + std::to_string(server.port()) + "\r\n"),
                    HasSubstr("User-Agent: trainsync/1\r\n"), HasSubstr("X-Name: value\r\n"),
                    HasSubstr("Accept-Encoding: gzip, deflate\r\n"),
                    HasSubstr("Content-Length: 4\r\n"), testing::EndsWith("\r\n\r\nbody")));
}

TEST_F(ClientTest, reads_chunked_bodies) {
  LoopbackServer server(
      io,
      always(
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"));
  const auto sender = client();
  EXPECT_EQ(get(*sender, server.url())->body, "abcde");
}

TEST_F(ClientTest, decodes_gzip) {
  LoopbackServer server(
      io, always(answer("200 OK", compressed("[1, 2]"), "Content-Encoding: gzip\r\n")));
  const auto sender = client();
  EXPECT_EQ(get(*sender, server.url())->body, "[1, 2]");
}

TEST_F(ClientTest, skips_interim_answers) {
  LoopbackServer server(io, always("HTTP/1.1 103 Early Hints\r\n\r\n" + answer("200 OK", "x")));
  const auto sender = client();
  EXPECT_EQ(get(*sender, server.url())->body, "x");
}

TEST_F(ClientTest, knows_that_the_answer_to_HEAD_has_no_body) {
  LoopbackServer server(io, always("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"));
  const auto sender = client();
  const auto got = run(io, sender->send({"HEAD", server.url(), {}, ""}));
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->body, "");
}

TEST_F(ClientTest, keeps_a_connection_for_the_next_request) {
  LoopbackServer server(io, always(answer("200 OK", "x")));
  const auto sender = client();
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(get(*sender, server.url()));
  }
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(server.requests().size(), 5u);
}

TEST_F(ClientTest, opens_a_connection_for_each_request_under_way) {
  LoopbackServer server(io, always(answer("200 OK", "x")));
  const auto sender = client();
  int done = 0;
  for (int i = 0; i < 3; ++i) {
    asio::co_spawn(io, sender->send({"GET", server.url(), {}, ""}),
                   [&](const std::exception_ptr&, Answer got) { done += got.has_value() ? 1 : 0; });
  }
  run_until(io, [&] { return done == 3; });
  EXPECT_EQ(server.connections(), 3);
  ASSERT_TRUE(get(*sender, server.url()));
  EXPECT_EQ(server.connections(), 3);
}

TEST_F(ClientTest, does_not_keep_a_connection_that_the_server_gives_up) {
  LoopbackServer server(io, always(answer("200 OK", "x", "Connection: close\r\n")));
  const auto sender = client();
  ASSERT_TRUE(get(*sender, server.url()));
  ASSERT_TRUE(get(*sender, server.url()));
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(ClientTest, does_not_keep_a_connection_with_bytes_left_over) {
  LoopbackServer server(io, always(answer("200 OK", "x") + "HTTP/1.1 200 OK\r\n"));
  const auto sender = client();
  ASSERT_TRUE(get(*sender, server.url()));
  ASSERT_TRUE(get(*sender, server.url()));
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(ClientTest, keeps_no_connection_beyond_its_idle_time) {
  LoopbackServer server(io, always(answer("200 OK", "x")));
  const auto sender = client({.idle_timeout = std::chrono::milliseconds{0}});
  ASSERT_TRUE(get(*sender, server.url()));
  ASSERT_TRUE(get(*sender, server.url()));
  EXPECT_EQ(server.connections(), 2);
}

// Answers the first request of a connection, then ends it: at once, or when the next request has
// come.
Script one_answer_each(bool reset) {
  return [reset](Peer& peer, int) -> asio::awaitable<void> {
    co_await peer.read_request();
    co_await peer.write(answer("200 OK", "x"));
    if (reset) {
      co_await peer.read_request();
      peer.reset();
    } else {
      co_await peer.finish();
    }
  };
}

TEST_F(ClientTest, sends_again_when_the_kept_connection_was_closed) {
  LoopbackServer server(io, one_answer_each(false));
  const auto sender = client();
  ASSERT_TRUE(get(*sender, server.url()));
  ASSERT_TRUE(get(*sender, server.url()));
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(ClientTest, sends_again_when_the_kept_connection_is_reset_under_the_request) {
  LoopbackServer server(io, one_answer_each(true));
  const auto sender = client();
  ASSERT_TRUE(get(*sender, server.url()));
  ASSERT_TRUE(get(*sender, server.url()));
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(ClientTest, does_not_send_again_on_a_fresh_connection) {
  LoopbackServer server(io, [](Peer& peer, int) -> asio::awaitable<void> {
    co_await peer.read_request();
    co_await peer.finish();
  });
  const auto sender = client();
  const auto got = get(*sender, server.url());
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, Errc::closed);
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(ClientTest, does_not_send_again_after_the_first_byte_of_an_answer) {
  LoopbackServer server(io, [](Peer& peer, int) -> asio::awaitable<void> {
    co_await peer.read_request();
    co_await peer.write(answer("200 OK", "x"));
    co_await peer.read_request();
    co_await peer.write("HTTP/1.1 200 OK\r\nContent-Len");
    co_await peer.finish();
  });
  const auto sender = client();
  ASSERT_TRUE(get(*sender, server.url()));
  EXPECT_EQ(get(*sender, server.url()).error().code, Errc::closed);
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(ClientTest, refuses_redirects_and_names_only_the_host) {
  LoopbackServer server(io, always(answer("301 Moved Permanently", "",
                                          "Location: https://new.test/x?key=secret\r\n")));
  const auto sender = client();
  const auto got = get(*sender, server.url());
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, Errc::redirect);
  EXPECT_EQ(got.error().status, 301u);
  EXPECT_THAT(got.error().message, AllOf(HasSubstr("https://new.test"), HasSubstr("base_url"),
                                         Not(HasSubstr("secret"))));
}

TEST_F(ClientTest, reports_a_refused_connection_with_host_and_port) {
  std::uint16_t port = 0;
  {
    const LoopbackServer gone(io, silent());
    port = gone.port();
  }
  const auto sender = client();
  const auto got = get(*sender, "http://127.0.0.1:" + std::to_string(port) + "/?key=secret");
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, Errc::connect);
  EXPECT_THAT(got.error().message, AllOf(HasSubstr("127.0.0.1:" + std::to_string(port)),
                                         HasSubstr("refused"), Not(HasSubstr("secret"))));
}

TEST_F(ClientTest, tries_every_address_of_a_host) {
  LoopbackServer server(io, always(answer("200 OK", "x")));
  hosts = {{"localhost", "127.0.0.9"}, {"localhost", "127.0.0.1"}};
  const auto sender = client();
  EXPECT_TRUE(get(*sender, "http://localhost:" + std::to_string(server.port())));
}

TEST_F(ClientTest, reports_a_host_without_an_address) {
  const auto sender = client();
  const auto got = get(*sender, "https://nowhere.test/");
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, Errc::resolve);
  EXPECT_THAT(got.error().message, AllOf(HasSubstr("nowhere.test"), HasSubstr("no such name")));
}

TEST_F(ClientTest, asks_nobody_where_the_url_or_a_header_is_unusable) {
  LoopbackServer server(io, always(answer("200 OK", "x")));
  const auto sender = client();
  EXPECT_EQ(get(*sender, "http://api.test/").error().code, Errc::bad_url);
  const Request broken{"GET", server.url(), {{"Authorization", "secret\n"}}, ""};
  EXPECT_EQ(run(io, sender->send(broken)).error().code, Errc::config);
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(ClientTest, ends_at_once_when_cancelled_and_leaves_nothing_behind) {
  auto server = std::make_unique<LoopbackServer>(io, silent());
  const auto sender = client();
  asio::cancellation_signal signal;
  std::optional<Answer> got;
  asio::co_spawn(
      io, sender->send({"GET", server->url(), {}, ""}),
      asio::bind_cancellation_slot(
          signal.slot(), [&](const std::exception_ptr&, Answer a) { got = std::move(a); }));
  run_until(io, [&] { return !server->requests().empty(); });
  signal.emit(asio::cancellation_type::terminal);
  run_until(io, [&] { return got.has_value(); });
  ASSERT_FALSE(*got);
  EXPECT_EQ(got->error().code, Errc::canceled);
  server.reset();
  EXPECT_NE(io.run_for(std::chrono::seconds{20}), 0u);
  EXPECT_TRUE(io.stopped()); // neither timers nor sockets are left
}

TEST_F(ClientTest, may_be_destroyed_with_requests_under_way) {
  LoopbackServer server(io, silent());
  auto sender = client();
  asio::co_spawn(io, sender->send({"GET", server.url(), {}, ""}),
                 [](const std::exception_ptr&, const Answer&) { FAIL(); });
  run_until(io, [&] { return !server.requests().empty(); });
  sender.reset();
}

TEST(MakeClient, refuses_a_proxy_or_ca_file_that_cannot_be_used) {
  asio::io_context io;
  EXPECT_EQ(make_client(io.get_executor(), {.https_proxy = "socks5://x"}).error().code,
            Errc::config);
  EXPECT_EQ(make_client(io.get_executor(), {.ca_file = "/nonexistent"}).error().code, Errc::config);
  EXPECT_TRUE(make_client(io.get_executor(), {}));
}

} // namespace
} // namespace trainsync::http::test
