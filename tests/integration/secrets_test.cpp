// No secret reaches what the program prints, or the file. The fixture looks after every test; here
// are the servers that would give one away.
#include "tests/integration/fixture.hpp"

#include "tests/integration/secret_traces.hpp"
#include "tests/simulator/authorization.hpp"

#include <nlohmann/json.hpp>

namespace trainsync::integration {
namespace {

using testing::IsEmpty;
using testing::Not;

// Some servers say in an error what they were sent.
simulator::Fault echo(unsigned status, const std::string& word) {
  const nlohmann::json body{{"status", status},
                            {"error", {{"type", "error"}, {"message", "Got " + word}}},
                            {"message", {{"got", word}}},
                            {"error_description", "Got " + word}};
  return simulator::answer_with(status, body.dump());
}

std::string basic() {
  const auto header = simulator::basic_authorization(tenant, learn_secret);
  return header.substr(header.find(' ') + 1);
}

class Secrets : public IntegrationTest, public testing::WithParamInterface<unsigned> {};

TEST_P(Secrets, do_not_come_back_with_a_server_s_message) {
  serve(small);
  installation.configure(server->base_url(), at_once);
  server->with([](simulator::Apis& apis) {
    apis.learn.faults.next(echo(GetParam(), learn_secret), simulator::Faults::always);
    apis.exec.faults.next(echo(GetParam(), exec_key), simulator::Faults::always);
  });
  EXPECT_NE(installation.run().exit_code, 0);
}

TEST_P(Secrets, do_not_come_back_as_they_were_sent) {
  serve(small);
  installation.configure(server->base_url(), at_once);
  server->with([](simulator::Apis& apis) {
    apis.learn.faults.next(echo(GetParam(), basic()), simulator::Faults::always);
  });
  EXPECT_NE(installation.run().exit_code, 0);
}

TEST_P(Secrets, do_not_come_back_with_a_token_s_error) {
  serve(small);
  installation.configure(server->base_url(),
                         {.sync = at_once.sync, .learn = "auth = \"oauth2\"\n"});
  server->with([](simulator::Apis& apis) {
    apis.learn.faults.next(echo(GetParam(), learn_secret), simulator::Faults::always);
  });
  EXPECT_NE(installation.run().exit_code, 0);
}

INSTANTIATE_TEST_SUITE_P(, Secrets, testing::Values(400u, 401u, 403u, 404u, 429u, 500u),
                         [](const auto& status) { return std::to_string(status.param); });

TEST(SecretTraces, are_found_in_every_form) {
  for (const std::string& text :
       {learn_secret, nlohmann::json(learn_secret).dump(),
        std::string("Authorization: Basic ZXUtd2VzdC0yX0FiY2RFZmdoSTpLcTcrLz0lJjogb2YgdGhlICJzaW"
                    "11bGF0b3Ii"),
        std::string("client_secret=Kq7%2B%2F%3D%25%26%3A%20of%20the%20%22simulator%22&x")})
    EXPECT_THAT(traces("... " + text + " ...", learn_secret, tenant), Not(IsEmpty())) << text;
  EXPECT_THAT(traces("nothing of it", learn_secret, tenant), IsEmpty());
}

} // namespace
} // namespace trainsync::integration
