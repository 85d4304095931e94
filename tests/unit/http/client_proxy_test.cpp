#include "tests/unit/http/client_fixture.hpp"
#include "tests/unit/http/loopback_proxy.hpp"

namespace trainsync::http::test {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class ClientProxy : public ClientTest {
protected:
  Options through(const std::string& proxy) const {
    return {.ca_file = ca_file.path(), .https_proxy = proxy};
  }

  // What comes of asking a proxy that plays this script.
  Error refusal(Script script, std::chrono::milliseconds connect_timeout = 10s) {
    LoopbackServer proxy(io, std::move(script));
    auto options = through("http://user:secret@127.0.0.1:" + std::to_string(proxy.port()));
    options.connect_timeout = connect_timeout;
    const auto sender = client(std::move(options));
    const auto got = get(*sender, "https://api.test/");
    if (got) {
      throw std::runtime_error("an answer came");
    }
    EXPECT_THAT(got.error().message,
                AllOf(HasSubstr("proxy 127.0.0.1:" + std::to_string(proxy.port())),
                      HasSubstr("HTTPS_PROXY"), Not(HasSubstr("secret"))));
    return got.error();
  }

  Error refusal(const std::string& bytes) {
    return refusal([bytes](Peer& peer, int) -> asio::awaitable<void> {
      co_await peer.read_request();
      co_await peer.write(bytes);
      co_await peer.finish();
    });
  }

  Authority ours{"our CA"};
  TemporaryFile ca_file{ours.certificate()};
  LoopbackServer server{io, always(answer("200 OK", "x")), {ours.issue({})}};
};

TEST_F(ClientProxy, opens_a_tunnel_for_https_and_keeps_it) {
  LoopbackProxy proxy(io, server.port());
  hosts.clear(); // the proxy resolves names, the client does not
  const auto sender = client(through(proxy.url()));
  const auto got = get(*sender, "https://api.test/");
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_TRUE(get(*sender, "https://api.test/"));
  EXPECT_THAT(proxy.requests(), ElementsAre(AllOf(StartsWith("CONNECT api.test:443 HTTP/1.1\r\n"),
                                                  HasSubstr("Host: api.test:443\r\n"),
                                                  Not(HasSubstr("Authorization")))));
  EXPECT_THAT(server.server_names(), ElementsAre("api.test"));
  EXPECT_THAT(server.requests()[0], Not(HasSubstr("Proxy")));
}

TEST_F(ClientProxy, logs_in_where_a_login_is_given) {
  LoopbackProxy proxy(io, server.port());
  const auto sender = client(through(proxy.url("user:p%40ss@")));
  ASSERT_TRUE(get(*sender, "https://api.test/"));
  EXPECT_THAT(proxy.requests(),
              ElementsAre(HasSubstr("Proxy-Authorization: Basic dXNlcjpwQHNz\r\n")));
}

TEST_F(ClientProxy, is_not_asked_for_hosts_that_NO_PROXY_names) {
  LoopbackProxy proxy(io, server.port());
  auto options = through(proxy.url());
  options.no_proxy = "other.test, .test";
  const auto sender = client(std::move(options));
  ASSERT_TRUE(get(*sender, "https://api.test:" + std::to_string(server.port())));
  EXPECT_THAT(proxy.requests(), IsEmpty());
}

TEST_F(ClientProxy, is_not_asked_for_plain_http) {
  LoopbackServer plain(io, always(answer("200 OK", "x")));
  LoopbackProxy proxy(io, plain.port());
  const auto sender = client(through(proxy.url()));
  ASSERT_TRUE(get(*sender, plain.url()));
  EXPECT_THAT(proxy.requests(), IsEmpty());
}

TEST_F(ClientProxy, that_wants_a_login_says_where_to_put_it) {
  const auto error =
      refusal("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(error.code, Errc::proxy);
  EXPECT_EQ(error.status, 407u);
  EXPECT_THAT(error.message, AllOf(HasSubstr("api.test:443"), HasSubstr("user:password@")));
}

TEST_F(ClientProxy, that_refuses_the_host_is_quoted_by_its_status) {
  const auto error = refusal("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(error.code, Errc::proxy);
  EXPECT_THAT(error.message, AllOf(HasSubstr("403 (forbidden)"), HasSubstr("NO_PROXY")));
}

TEST_F(ClientProxy, that_is_none_is_said_to_be_none) {
  EXPECT_EQ(refusal("220 mail.test ESMTP\r\n").code, Errc::proxy);
  EXPECT_EQ(refusal("").code, Errc::proxy);
  EXPECT_EQ(refusal("HTTP/1.1 200 OK\r\n\r\nwords before the handshake").code, Errc::proxy);
}

TEST_F(ClientProxy, that_hangs_counts_against_the_connect_timeout) {
  EXPECT_EQ(refusal(silent(), 20ms).code, Errc::timeout);
}

TEST_F(ClientProxy, that_is_not_there_is_named) {
  std::uint16_t port = 0;
  {
    const LoopbackServer gone(io, silent());
    port = gone.port();
  }
  const auto sender = client(through("127.0.0.1:" + std::to_string(port)));
  const auto got = get(*sender, "https://api.test/");
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, Errc::connect);
  EXPECT_THAT(got.error().message, AllOf(HasSubstr("the proxy 127.0.0.1:" + std::to_string(port)),
                                         HasSubstr("HTTPS_PROXY")));
}

} // namespace
} // namespace trainsync::http::test
