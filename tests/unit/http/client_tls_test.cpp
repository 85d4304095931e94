#include "tests/unit/http/client_fixture.hpp"

namespace trainsync::http::test {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class ClientTls : public ClientTest {
protected:
  Tls tls(const Wanted& wanted = {}) const { return {ours.issue(wanted)}; }
  Options trusting() const { return {.ca_file = ca_file.path()}; }

  Error refusal(const Tls& shown, const std::string& host = "127.0.0.1") {
    LoopbackServer server(io, always(answer("200 OK", "x")), shown);
    const auto sender = client(trusting());
    const auto got = get(*sender, "https://" + host + ":" + std::to_string(server.port()));
    if (got) {
      throw std::runtime_error("the certificate was accepted");
    }
    EXPECT_TRUE(server.requests().empty());
    EXPECT_THAT(got.error().message, HasSubstr(host + ":" + std::to_string(server.port())));
    return got.error();
  }

  Authority ours{"our CA"};
  TemporaryFile ca_file{ours.certificate()};
};

TEST_F(ClientTls, trusts_the_given_ca_and_keeps_the_connection) {
  LoopbackServer server(io, always(answer("200 OK", "x")), tls());
  const auto sender = client(trusting());
  const auto got = get(*sender, server.url());
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_TRUE(get(*sender, server.url()));
  EXPECT_EQ(server.connections(), 1);
  EXPECT_THAT(server.server_names(), ElementsAre("")); // an address is not sent as SNI
}

TEST_F(ClientTls, names_the_host_in_the_handshake) {
  LoopbackServer server(io, always(answer("200 OK", "x")), tls());
  const auto sender = client(trusting());
  const auto got = get(*sender, "https://api.test:" + std::to_string(server.port()));
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_THAT(server.server_names(), ElementsAre("api.test"));
}

TEST_F(ClientTls, refuses_an_expired_certificate) {
  const auto error = refusal(tls({.valid_from = -48h, .valid_to = -24h}));
  EXPECT_EQ(error.code, Errc::tls_verify);
  EXPECT_THAT(error.message, AllOf(HasSubstr("expired"), HasSubstr("clock")));
}

TEST_F(ClientTls, refuses_a_certificate_from_the_future) {
  const auto error = refusal(tls({.valid_from = 24h, .valid_to = 48h}));
  EXPECT_EQ(error.code, Errc::tls_verify);
  EXPECT_THAT(error.message, HasSubstr("not valid yet"));
}

TEST_F(ClientTls, refuses_a_certificate_for_another_name_or_address) {
  const auto other_name = refusal(tls({.subject_alternative_names = "DNS:other.test"}), "api.test");
  EXPECT_EQ(other_name.code, Errc::tls_verify);
  EXPECT_THAT(other_name.message, AllOf(HasSubstr("another host"), HasSubstr("base_url")));
  const auto other_address = refusal(tls({.subject_alternative_names = "IP:127.0.0.2"}));
  EXPECT_EQ(other_address.code, Errc::tls_verify);
  EXPECT_THAT(other_address.message, HasSubstr("another host"));
}

TEST_F(ClientTls, refuses_an_unknown_issuer) {
  const auto error = refusal({Authority("their CA").issue({})});
  EXPECT_EQ(error.code, Errc::tls_verify);
  EXPECT_THAT(error.message, AllOf(HasSubstr("unknown issuer"), HasSubstr("http.ca_file")));
}

TEST_F(ClientTls, refuses_a_self_signed_certificate) {
  const auto error = refusal({self_signed({})});
  EXPECT_EQ(error.code, Errc::tls_verify);
  EXPECT_THAT(error.message, AllOf(HasSubstr("self-signed"), HasSubstr("http.ca_file")));
}

TEST_F(ClientTls, does_not_trust_our_ca_without_being_told) {
  LoopbackServer server(io, always(answer("200 OK", "x")), tls());
  const auto sender = client();
  EXPECT_EQ(get(*sender, server.url()).error().code, Errc::tls_verify);
}

TEST_F(ClientTls, refuses_TLS_1_1) {
  auto old = tls();
  old.only_1_1 = true;
  const auto error = refusal(old);
  EXPECT_EQ(error.code, Errc::tls);
  EXPECT_THAT(error.message, HasSubstr("TLS 1.2"));
}

TEST_F(ClientTls, says_when_the_port_does_not_speak_TLS) {
  LoopbackServer server(io, [](Peer& peer, int) -> asio::awaitable<void> {
    co_await peer.write("HTTP/1.1 400 Bad Request\r\n\r\n");
    co_await peer.read_request();
  });
  const auto sender = client(trusting());
  const auto got = get(*sender, "https://127.0.0.1:" + std::to_string(server.port()));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, Errc::tls);
  EXPECT_THAT(got.error().message, HasSubstr("does not speak TLS"));
}

TEST_F(ClientTls, tells_a_truncated_body_from_one_that_ends) {
  const auto script = [](bool farewell) -> Script {
    return [farewell](Peer& peer, int) -> asio::awaitable<void> {
      co_await peer.read_request();
      co_await peer.write("HTTP/1.1 200 OK\r\n\r\nto the end");
      if (farewell) {
        co_await peer.finish();
      }
    };
  };
  LoopbackServer ending(io, script(true), tls());
  LoopbackServer cut(io, script(false), tls());
  const auto sender = client(trusting());
  const auto whole = get(*sender, ending.url());
  ASSERT_TRUE(whole) << whole.error().message;
  EXPECT_EQ(whole->body, "to the end");
  EXPECT_EQ(get(*sender, cut.url()).error().code, Errc::closed);
}

TEST_F(ClientTls, sends_again_when_the_kept_connection_was_closed) {
  for (const bool farewell : {true, false}) {
    LoopbackServer server(
        io,
        [farewell](Peer& peer, int) -> asio::awaitable<void> {
          co_await peer.read_request();
          co_await peer.write(answer("200 OK", "x"));
          if (farewell) {
            co_await peer.finish();
          }
        },
        tls());
    const auto sender = client(trusting());
    ASSERT_TRUE(get(*sender, server.url()));
    const auto again = get(*sender, server.url());
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(server.connections(), 2);
  }
}

} // namespace
} // namespace trainsync::http::test
