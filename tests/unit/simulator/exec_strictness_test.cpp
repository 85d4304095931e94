// Whatever Exec's page does not allow is refused as Exec would, and noted.
#include "tests/unit/simulator/fixture.hpp"

namespace trainsync::simulator {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Refused {
  const char* name;
  const char* query;
  const char* code;
  const char* problem;
};

class ExecQuery : public SimulatorTest, public testing::WithParamInterface<Refused> {};

TEST_P(ExecQuery, is_a_bad_request_and_a_violation) {
  auto response = exec(GetParam().query);
  EXPECT_EQ(response.status, 400u);
  Json error = Json::parse(response.body).at("error");
  EXPECT_EQ(error.at("type"), "invalid_request_error");
  EXPECT_EQ(error.at("code"), GetParam().code);
  EXPECT_THAT(error.at("message").get<std::string>(), HasSubstr(GetParam().problem));
  EXPECT_THAT(apis.exec.violations, Contains(HasSubstr(GetParam().problem)));
}

INSTANTIATE_TEST_SUITE_P(
    Each, ExecQuery,
    testing::Values(
        Refused{"unknown", "?updated_since=1", "invalid_parameter", "not documented"},
        Refused{"learn_s_name", "?perPage=10", "invalid_parameter", "perPage is not documented"},
        Refused{"page_zero", "?page=0", "invalid_pagination", "page=0"},
        Refused{"page_size_zero", "?page_size=0", "invalid_pagination", "page_size=0"},
        Refused{"page_size_over", "?page_size=101", "invalid_pagination", "from 1 to 100"},
        Refused{"page_word", "?page=one", "invalid_pagination", "page=one"},
        Refused{"status_unknown", "?status=complete", "invalid_parameter", "status complete"},
        Refused{"status_one_unknown", "?status=completed,open", "invalid_parameter", "status open"},
        Refused{"status_twice", "?status=completed&status=past_due", "invalid_parameter",
                "given twice"},
        Refused{"empty_item", "?user_ids=a,,b", "invalid_parameter", "empty item"},
        Refused{"trailing_comma", "?scenario_ids=a,", "invalid_parameter", "empty item"},
        Refused{"empty", "?program_ids=", "invalid_parameter", "no value"}),
    [](const auto& entry) { return std::string(entry.param.name); });

class ExecStrictness : public SimulatorTest {};

TEST_F(ExecStrictness, missing_and_wrong_keys_are_unauthorized) {
  Headers none;
  Headers basic{{"Authorization", "Basic abc"}};
  Headers shape{{"Authorization", "Bearer exec_live_short"}};
  Headers other{{"Authorization", "Bearer exec_live_0000000000000000000000000000000000000000"}};
  for (const Headers& headers : {none, basic, shape, other}) {
    Request request = exec_get();
    request.headers = headers;
    auto response = apis.exec.handle(request, now);
    EXPECT_EQ(response.status, 401u);
    EXPECT_EQ(Json::parse(response.body).at("error").at("code"), "invalid_api_key");
  }
  EXPECT_THAT(apis.exec.violations,
              ElementsAre(HasSubstr("missing"), HasSubstr("missing"), HasSubstr("40 alphanumerics"),
                          HasSubstr("not the workspace's")));
}

TEST_F(ExecStrictness, default_key_has_the_documented_shape) {
  EXPECT_EQ(default_api_key.size(), std::string_view("exec_live_").size() + 40);
}

TEST_F(ExecStrictness, unknown_paths_and_methods_are_not_found) {
  Request one = exec_get("/a1b2c3d4e5f6");
  Request post = exec_get();
  post.method = "POST";
  for (const Request& request : {one, post}) {
    auto response = apis.exec.handle(request, now);
    EXPECT_EQ(response.status, 404u);
    EXPECT_TRUE(Json::parse(response.body).at("error").contains("message"));
  }
  EXPECT_EQ(apis.exec.violations.size(), 2u);
}

TEST_F(ExecStrictness, inactive_workspace_is_forbidden) {
  apis.exec.quirks.workspace_inactive = true;
  auto response = exec();
  EXPECT_EQ(response.status, 403u);
  EXPECT_EQ(Json::parse(response.body).at("error").at("code"), "workspace_inactive");
  EXPECT_THAT(apis.exec.violations, IsEmpty());
}

TEST_F(ExecStrictness, both_apis_are_told_apart_by_their_paths) {
  EXPECT_EQ(apis.handle(exec_get(), now).status, 200u);
  EXPECT_EQ(apis.handle(learn_get("/users"), now).status, 200u);
  EXPECT_EQ(apis.exec.requests.size(), 1u);
  EXPECT_EQ(apis.learn.requests.size(), 1u);
}

} // namespace
} // namespace trainsync::simulator
