#include "daemon/http/auth.hpp"
#include "tests/unit/http/run.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <vector>

namespace trainsync::http {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using Header = std::expected<std::string, Error>;

// Gives prepared answers in order; while it is held back, requests wait.
class PreparedClient final : public Client {
public:
  explicit PreparedClient(asio::io_context& io)
      : released_(io, asio::steady_timer::time_point::max()) {}

  asio::awaitable<std::expected<Response, Error>> send(Request request) override {
    requests.push_back(std::move(request));
    if (held) {
      co_await released_.async_wait(asio::as_tuple(asio::use_awaitable));
      if (held) {
        co_return std::unexpected(Error{Errc::canceled, "The request was cancelled."});
      }
    }
    if (answers.empty()) {
      throw std::runtime_error("one request too many");
    }
    auto answer = std::move(answers.front());
    answers.pop_front();
    co_return answer;
  }

  void release() {
    held = false;
    released_.cancel();
  }

  std::deque<std::expected<Response, Error>> answers;
  std::vector<Request> requests;
  bool held = false;

private:
  asio::steady_timer released_;
};

class ClientCredentials : public testing::Test {
protected:
  static Response token(const std::string& name) {
    return {
        200, {}, R"({"access_token":")" + name + R"(","token_type":"Bearer","expires_in":3600})"};
  }
  static Response invalid_client() { return {401, {}, R"({"error":"invalid_client"})"}; }

  Header header() { return test::run(io, authorizer->authorization()); }

  void ask_in_background(asio::cancellation_slot slot = {}) {
    asio::co_spawn(
        io, authorizer->authorization(),
        asio::bind_cancellation_slot(slot, [this](const std::exception_ptr&, Header value) {
          headers.push_back(std::move(value));
        }));
  }

  void use(const OAuthOptions& other) {
    authorizer = make_client_credentials(client, other, [this] { return now; });
  }

  std::string credentials_of(std::size_t request) const {
    return client.requests.at(request).headers.back().second;
  }

  asio::io_context io;
  PreparedClient client{io};
  std::chrono::steady_clock::time_point now{};
  OAuthOptions options{"https://host/token", "id", "secret+", "api/read", ClientAuth::basic};
  std::unique_ptr<Authorizer> authorizer =
      make_client_credentials(client, options, [this] { return now; });
  std::vector<Header> headers;
};

const std::string encoded = "Basic aWQ6c2VjcmV0JTJC"; // id:secret%2B
const std::string raw = "Basic aWQ6c2VjcmV0Kw==";     // id:secret+

TEST_F(ClientCredentials, fetches_a_token_once_and_keeps_it) {
  client.answers = {token("one")};
  EXPECT_EQ(header(), "Bearer one");
  now += 3539s;
  EXPECT_EQ(header(), "Bearer one");
  EXPECT_EQ(client.requests.size(), 1u);
  EXPECT_EQ(credentials_of(0), encoded);
}

TEST_F(ClientCredentials, renews_the_token_before_it_ends) {
  client.answers = {token("one"), token("two")};
  EXPECT_EQ(header(), "Bearer one");
  now += 3540s;
  EXPECT_EQ(header(), "Bearer two");
}

TEST_F(ClientCredentials, share_one_request) {
  client.held = true;
  client.answers = {token("one")};
  for (int i = 0; i < 3; ++i) {
    ask_in_background();
  }
  io.poll();
  client.release();
  test::run_until(io, [&] { return headers.size() == 3; });
  EXPECT_THAT(headers, testing::Each(Header("Bearer one")));
  EXPECT_EQ(client.requests.size(), 1u);
}

TEST_F(ClientCredentials, share_a_failure_too) {
  client.held = true;
  client.answers = {Response{503, {}, ""}};
  ask_in_background();
  ask_in_background();
  io.poll();
  client.release();
  test::run_until(io, [&] { return headers.size() == 2; });
  EXPECT_EQ(headers[0].error().code, Errc::unavailable);
  EXPECT_EQ(headers[1].error().code, Errc::unavailable);
  EXPECT_EQ(client.requests.size(), 1u);
}

TEST_F(ClientCredentials, outlive_the_cancellation_of_the_one_who_asked) {
  asio::cancellation_signal signal;
  client.held = true;
  client.answers = {token("one")};
  ask_in_background(signal.slot());
  ask_in_background();
  io.poll();
  signal.emit(asio::cancellation_type::terminal);
  test::run_until(io, [&] { return client.requests.size() == 2; });
  client.release();
  test::run_until(io, [&] { return headers.size() == 2; });
  EXPECT_EQ(headers[0].error().code, Errc::canceled);
  EXPECT_EQ(headers[1], "Bearer one");
}

TEST_F(ClientCredentials, let_one_who_waits_be_cancelled_alone) {
  asio::cancellation_signal signal;
  client.held = true;
  client.answers = {token("one")};
  ask_in_background();
  ask_in_background(signal.slot());
  io.poll();
  signal.emit(asio::cancellation_type::terminal);
  test::run_until(io, [&] { return headers.size() == 1; });
  EXPECT_EQ(headers[0].error().code, Errc::canceled);
  client.release();
  test::run_until(io, [&] { return headers.size() == 2; });
  EXPECT_EQ(headers[1], "Bearer one");
  EXPECT_EQ(client.requests.size(), 1u);
}

TEST_F(ClientCredentials, fall_back_on_the_raw_form_and_remember_it) {
  client.answers = {invalid_client(), token("one"), token("two")};
  EXPECT_EQ(header(), "Bearer one");
  now += 1h;
  EXPECT_EQ(header(), "Bearer two");
  ASSERT_EQ(client.requests.size(), 3u);
  EXPECT_EQ(credentials_of(0), encoded);
  EXPECT_EQ(credentials_of(1), raw);
  EXPECT_EQ(credentials_of(2), raw);
}

TEST_F(ClientCredentials, give_up_when_both_forms_are_refused) {
  client.answers = {invalid_client(), invalid_client()};
  const auto refused = header();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::unauthorized);
  EXPECT_EQ(refused.error().status, 401u);
  EXPECT_THAT(refused.error().message, HasSubstr("host:443"));
  EXPECT_THAT(refused.error().message, Not(HasSubstr("secret+")));
  EXPECT_EQ(client.requests.size(), 2u);
}

TEST_F(ClientCredentials, do_not_try_another_form_for_another_reason) {
  client.answers = {Response{400, {}, R"({"error":"invalid_scope"})"}};
  EXPECT_EQ(header().error().code, Errc::unauthorized);
  EXPECT_EQ(client.requests.size(), 1u);
}

TEST_F(ClientCredentials, in_the_body_have_one_form) {
  options.client_auth = ClientAuth::body;
  use(options);
  client.answers = {invalid_client()};
  EXPECT_THAT(header().error().message, HasSubstr("client_auth = \"basic\""));
  EXPECT_THAT(client.requests.at(0).body, HasSubstr("client_secret=secret%2B"));
}

TEST_F(ClientCredentials, ask_again_after_an_endpoint_was_in_trouble) {
  client.answers = {Response{429, {{"Retry-After", "7"}}, ""}, token("one")};
  const auto busy = header();
  ASSERT_FALSE(busy);
  EXPECT_EQ(busy.error().code, Errc::unavailable);
  EXPECT_EQ(busy.error().retry_after, 7s);
  EXPECT_EQ(header(), "Bearer one");
}

TEST_F(ClientCredentials, pass_on_failures_of_the_connection) {
  client.answers = {std::unexpected(Error{Errc::tls_verify, "The certificate of host:443 …"})};
  const auto failed = header();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, Errc::tls_verify);
  EXPECT_THAT(failed.error().message, HasSubstr("No access token: The certificate"));
}

TEST_F(ClientCredentials, replace_a_refused_token_once) {
  client.answers = {token("one"), token("two")};
  EXPECT_EQ(header(), "Bearer one");
  EXPECT_TRUE(authorizer->refresh("Bearer one"));
  EXPECT_TRUE(authorizer->refresh("Bearer one"));
  EXPECT_EQ(header(), "Bearer two");
  EXPECT_FALSE(authorizer->refresh("Bearer two"));
  EXPECT_EQ(client.requests.size(), 2u);
}

TEST_F(ClientCredentials, recover_from_an_exception_in_the_client) {
  EXPECT_THROW(static_cast<void>(header()), std::runtime_error);
  client.answers = {token("one")};
  EXPECT_EQ(header(), "Bearer one");
}

} // namespace
} // namespace trainsync::http
