#include "tests/unit/http/client_fixture.hpp"
#include "tests/unit/http/gzip.hpp"

#include <condition_variable>
#include <mutex>

namespace trainsync::http::test {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class ClientLimits : public ClientTest {
protected:
  Errc failure(const std::string& bytes, Options options = {}) {
    LoopbackServer server(io, [bytes](Peer& peer, int) -> asio::awaitable<void> {
      co_await peer.read_request();
      co_await peer.write(bytes);
      co_await peer.finish();
    });
    const auto sender = client(std::move(options));
    const auto got = get(*sender, server.url("/?key=secret"));
    if (got) {
      throw std::runtime_error("an answer came");
    }
    EXPECT_THAT(got.error().message, AllOf(HasSubstr("127.0.0.1:" + std::to_string(server.port())),
                                           Not(HasSubstr("secret"))));
    return got.error().code;
  }
};

TEST_F(ClientLimits, take_a_body_of_exactly_the_limit) {
  LoopbackServer server(io, always(answer("200 OK", "12345")));
  const auto sender = client({.max_body_bytes = 5});
  EXPECT_TRUE(get(*sender, server.url()));
}

TEST_F(ClientLimits, refuse_a_longer_body) {
  EXPECT_EQ(failure(answer("200 OK", "123456"), {.max_body_bytes = 5}), Errc::too_large);
}

TEST_F(ClientLimits, refuse_a_longer_body_in_chunks) {
  EXPECT_EQ(failure("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                    "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n",
                    {.max_body_bytes = 5}),
            Errc::too_large);
}

TEST_F(ClientLimits, refuse_a_longer_body_without_a_length) {
  EXPECT_EQ(failure("HTTP/1.1 200 OK\r\n\r\n123456", {.max_body_bytes = 5}), Errc::too_large);
}

TEST_F(ClientLimits, refuse_a_gzip_bomb) {
  const auto bomb =
      answer("200 OK", compressed(std::string(10 << 20, ' ')), "Content-Encoding: gzip\r\n");
  EXPECT_EQ(failure(bomb, {.max_body_bytes = 1 << 20}), Errc::too_large);
}

TEST_F(ClientLimits, take_headers_up_to_the_limit_and_refuse_longer_ones) {
  LoopbackServer server(
      io, always(answer("200 OK", "x", "X-Long: " + std::string(61'440, 'x') + "\r\n")));
  const auto sender = client();
  EXPECT_TRUE(get(*sender, server.url()));
  EXPECT_EQ(failure(answer("200 OK", "x", "X-Long: " + std::string(66'560, 'x') + "\r\n")),
            Errc::too_large);
}

TEST_F(ClientLimits, tell_a_truncated_body_from_a_whole_one) {
  EXPECT_EQ(failure("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"), Errc::closed);
  EXPECT_EQ(failure("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n"),
            Errc::closed);
}

TEST_F(ClientLimits, report_what_is_not_HTTP) {
  EXPECT_EQ(failure("220 mail.test ESMTP\r\n\r\n"), Errc::protocol);
  EXPECT_EQ(failure("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"), Errc::protocol);
  EXPECT_EQ(failure(answer("200 OK", "text", "Content-Encoding: br\r\n")), Errc::protocol);
}

TEST_F(ClientLimits, end_a_request_that_is_not_answered) {
  LoopbackServer server(io, silent());
  const auto sender = client({.request_timeout = 20ms});
  const auto got = get(*sender, server.url());
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, Errc::timeout);
  EXPECT_THAT(got.error().message, AllOf(HasSubstr("20 ms"), HasSubstr("http.request_timeout"),
                                         HasSubstr("127.0.0.1:" + std::to_string(server.port()))));
}

TEST_F(ClientLimits, end_a_body_that_trickles) {
  LoopbackServer server(io, [](Peer& peer, int) -> asio::awaitable<void> {
    co_await peer.read_request();
    co_await peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
    while (true) {
      co_await peer.write("x");
    }
  });
  const auto sender = client({.request_timeout = 20ms, .max_body_bytes = 2'000'000'000});
  EXPECT_EQ(get(*sender, server.url()).error().code, Errc::timeout);
}

TEST_F(ClientLimits, end_a_handshake_that_hangs) {
  LoopbackServer server(io, silent());
  const auto sender = client({.connect_timeout = 20ms});
  const auto got = get(*sender, "https://127.0.0.1:" + std::to_string(server.port()));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, Errc::timeout);
  EXPECT_THAT(got.error().message,
              AllOf(HasSubstr("20 ms"), HasSubstr("http.connect_timeout"), HasSubstr("handshake")));
}

// A lookup that blocks until the test lets it go.
class Gate {
public:
  void pass() {
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [this] { return open_; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    opened_.notify_all();
  }

private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool open_ = false;
};

TEST_F(ClientLimits, end_a_name_lookup_that_hangs) {
  const auto gate = std::make_shared<Gate>();
  const auto sender = make_client(
      io.get_executor(), {.connect_timeout = 20ms},
      [gate](const std::string&) -> std::expected<std::vector<asio::ip::address>, std::string> {
        gate->pass();
        return std::unexpected("late");
      });
  const auto got = get(**sender, "https://api.test/");
  gate->open();
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, Errc::timeout);
  EXPECT_THAT(got.error().message, AllOf(HasSubstr("api.test:443"), HasSubstr("resolved")));
}

} // namespace
} // namespace trainsync::http::test
