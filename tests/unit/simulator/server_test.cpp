#include "tests/simulator/server.hpp"
#include "tests/simulator/wire.hpp"
#include "tests/unit/simulator/fixture.hpp"
#include "tests/unit/simulator/http_client.hpp"

#include <future>

namespace trainsync::simulator {
namespace {

using testing::HasSubstr;

ServerSettings at_a_fixed_time() {
  ServerSettings settings;
  settings.clock = [] { return now; };
  return settings;
}

Company a_company() {
  return generate(Size{}, 7, now);
}

std::string expected_users() {
  Apis apis(a_company());
  return apis.learn.handle(learn_get("/users"), now).body;
}

TEST(Server, serves_both_apis_on_one_kept_alive_connection) {
  Server server(a_company(), at_a_fixed_time());
  HttpClient client(server.port());
  auto users = client.send(learn_get("/users"));
  auto assignments = client.send(exec_get());
  EXPECT_EQ(users.value().body, expected_users());
  EXPECT_EQ(find_header(users->headers, "Date"), "Sun, 15 Mar 2026 12:00:00 GMT");
  EXPECT_EQ(assignments.value().status, 200u);
  EXPECT_EQ(server.connections(), 1u);
  EXPECT_EQ(server.with([](Apis& apis) { return apis.exec.requests.size(); }), 1u);
}

TEST(Server, names_its_address) {
  Server server;
  EXPECT_EQ(server.base_url(), "http://127.0.0.1:" + std::to_string(server.port()) + "/rest/v1");
}

TEST(Server, packs_where_the_client_accepts_it_and_the_setting_says_so) {
  Request request = learn_get("/users");
  request.headers.emplace_back("Accept-Encoding", "br, gzip");
  Server packing(a_company(), at_a_fixed_time());
  auto packed = HttpClient(packing.port()).send(request);
  EXPECT_EQ(find_header(packed.value().headers, "Content-Encoding"), "gzip");
  EXPECT_EQ(gunzip(packed->body), expected_users());
  ServerSettings plain_settings = at_a_fixed_time();
  plain_settings.gzip = false;
  Server plain(a_company(), plain_settings);
  EXPECT_EQ(HttpClient(plain.port()).send(request).value().body, expected_users());
}

TEST(Server, sends_chunks_where_the_setting_says_so) {
  ServerSettings settings = at_a_fixed_time();
  settings.chunked = true;
  Server server(a_company(), settings);
  auto response = HttpClient(server.port()).send(learn_get("/users"));
  EXPECT_EQ(find_header(response.value().headers, "Transfer-Encoding"), "chunked");
  EXPECT_EQ(response->body, expected_users());
}

TEST(Server, closes_the_connection_where_the_client_asks_for_it) {
  Server server(a_company(), at_a_fixed_time());
  HttpClient client(server.port());
  Request request = learn_get("/users");
  request.headers.emplace_back("Connection", "close");
  EXPECT_TRUE(client.send(request));
  EXPECT_FALSE(client.send(learn_get("/users")));
}

TEST(Server, breaks_answers_off_as_the_faults_say) {
  Server server(a_company(), at_a_fixed_time());
  server.with([](Apis& apis) {
    apis.learn.faults.next(close_before_answer());
    apis.learn.faults.next(partial_body());
  });
  EXPECT_FALSE(HttpClient(server.port()).send(learn_get("/users")));
  EXPECT_FALSE(HttpClient(server.port()).send(learn_get("/users")));
  EXPECT_TRUE(HttpClient(server.port()).send(learn_get("/users")));
}

TEST(Server, says_so_when_a_test_s_own_fault_or_hook_throws) {
  Server server(a_company(), at_a_fixed_time());
  server.with([](Apis& apis) {
    apis.learn.before_request = [](std::size_t) { throw std::runtime_error("a mistake"); };
  });
  EXPECT_EQ(HttpClient(server.port()).send(learn_get("/users")).value().status, 500u);
  auto violations = server.with([](Apis& apis) { return apis.learn.violations; });
  EXPECT_THAT(violations, testing::ElementsAre(HasSubstr("a mistake")));
}

TEST(Server, ends_while_an_answer_is_stalled) {
  auto server = std::make_unique<Server>(a_company(), at_a_fixed_time());
  std::promise<void> asked;
  server->with([&](Apis& apis) {
    apis.learn.faults.next(stall());
    apis.learn.before_request = [&](std::size_t) { asked.set_value(); };
  });
  HttpClient client(server->port());
  auto answer = std::async(std::launch::async, [&] { return client.send(learn_get("/users")); });
  asked.get_future().wait();
  server.reset();
  EXPECT_FALSE(answer.get());
}

TEST(Server, is_refused_a_port_that_is_taken) {
  Server first;
  ServerSettings settings;
  settings.port = first.port();
  EXPECT_THROW(Server(Company{}, settings), std::runtime_error);
}

TEST(Server, waits_before_each_answer) {
  ServerSettings settings = at_a_fixed_time();
  settings.latency = std::chrono::milliseconds{30};
  Server server(a_company(), settings);
  HttpClient client(server.port());
  auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(client.send(learn_get("/users")));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds{30});
}

class TlsServer : public testing::TestWithParam<std::pair<CertificateKind, const char*>> {};

TEST_P(TlsServer, is_accepted_with_a_good_certificate_only) {
  auto [kind, complaint] = GetParam();
  Time today = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  ServerSettings settings = at_a_fixed_time();
  settings.tls = make_certificate(kind, today);
  Server server(a_company(), settings);
  EXPECT_THAT(server.origin(), testing::StartsWith("https://"));
  if (kind == CertificateKind::good) {
    HttpClient client(server.port(), settings.tls->certificate_pem);
    EXPECT_EQ(client.send(learn_get("/users")).value().body, expected_users());
    EXPECT_EQ(client.send(learn_get("/users")).value().status, 200u);
  } else {
    EXPECT_THAT([&] { HttpClient client(server.port(), settings.tls->certificate_pem); },
                testing::ThrowsMessage<std::exception>(HasSubstr(complaint)));
  }
}

INSTANTIATE_TEST_SUITE_P(Each, TlsServer,
                         testing::Values(std::pair{CertificateKind::good, ""},
                                         std::pair{CertificateKind::expired, "verify failed"},
                                         std::pair{CertificateKind::not_yet_valid, "verify failed"},
                                         std::pair{CertificateKind::wrong_host, "verify failed"}));

TEST(TlsServerAuthority, is_only_the_certificate_itself) {
  Time today = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  ServerSettings settings;
  settings.tls = make_certificate(CertificateKind::good, today);
  Server server({}, settings);
  auto other = make_certificate(CertificateKind::good, today);
  EXPECT_ANY_THROW(HttpClient(server.port(), other.certificate_pem));
}

TEST(Wire, writes_a_length_or_chunks) {
  Response response = json_response(404, std::string(5000, 'x'));
  EXPECT_THAT(encode(response, {}), HasSubstr("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_THAT(encode(response, {}), HasSubstr("Content-Length: 5000\r\n"));
  EXPECT_THAT(encode(response, {.chunked = true}), HasSubstr("\r\n\r\n1000\r\nxxx"));
  EXPECT_THAT(encode(response, {.chunked = true}), testing::EndsWith("\r\n0\r\n\r\n"));
  EXPECT_THAT(encode(response, {.keep_alive = false}), HasSubstr("Connection: close\r\n"));
}

TEST(Wire, reads_what_a_client_accepts) {
  EXPECT_TRUE(accepts_gzip("gzip"));
  EXPECT_TRUE(accepts_gzip("deflate, gzip"));
  EXPECT_FALSE(accepts_gzip("identity"));
  EXPECT_FALSE(accepts_gzip(""));
}

} // namespace
} // namespace trainsync::simulator
