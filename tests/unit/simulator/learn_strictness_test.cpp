// Whatever Learn's page does not allow is refused as Learn would, and noted.
#include "tests/unit/simulator/fixture.hpp"

namespace trainsync::simulator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Refused {
  const char* name;
  const char* query;
  const char* problem;
};

class LearnQuery : public SimulatorTest, public testing::WithParamInterface<Refused> {};

TEST_P(LearnQuery, is_unprocessable_and_a_violation) {
  auto response = learn(enrolments(GetParam().query));
  EXPECT_EQ(response.status, 422u);
  Json body = Json::parse(response.body);
  EXPECT_EQ(body.at("status"), 422);
  EXPECT_EQ(body.at("error"), "Unprocessable Content");
  EXPECT_THAT(body.at("message").get<std::string>(), HasSubstr(GetParam().problem));
  EXPECT_THAT(apis.learn.violations, ElementsAre(HasSubstr(GetParam().problem)));
}

INSTANTIATE_TEST_SUITE_P(
    Each, LearnQuery,
    testing::Values(Refused{"unknown", "?size=10", "size is not documented"},
                    Refused{"other_case", "?perpage=10", "perpage is not documented"},
                    Refused{"twice", "?page=1&page=2", "given twice"},
                    Refused{"page_zero", "?page=0", "page=0"},
                    Refused{"page_negative", "?page=-1", "page=-1"},
                    Refused{"page_word", "?page=first", "page=first"},
                    Refused{"per_page_zero", "?perPage=0", "perPage=0"},
                    Refused{"per_page_over", "?perPage=101", "from 1 to 100"},
                    Refused{"per_page_fraction", "?perPage=1.5", "perPage=1.5"},
                    Refused{"limit_over", "?limit=101", "limit=101"},
                    Refused{"from_date_only", "?updatedAtFrom=2026-03-01", "no ISO 8601"},
                    Refused{"from_no_zone", "?updatedAtFrom=2026-03-01T00:00:00", "no ISO 8601"},
                    Refused{"from_plus_not_escaped", "?updatedAtFrom=2026-03-01T00:00:00+01:00",
                            "no ISO 8601"},
                    Refused{"from_epoch", "?updatedAtFrom=1772359200", "no ISO 8601"},
                    Refused{"to_alone", "?updatedAtTo=2026-03-01T00:00:00Z", "needs updatedAtFrom"},
                    Refused{"to_before_from",
                            "?updatedAtFrom=2026-03-02T00:00:00Z&updatedAtTo=2026-03-01T00:00:00Z",
                            "lies before"},
                    Refused{"status_unknown", "?status=completed", "status=completed"},
                    Refused{"status_list", "?status=open,overdue", "status=open,overdue"},
                    Refused{"empty", "?status", "no value"}),
    [](const auto& entry) { return std::string(entry.param.name); });

class LearnStrictness : public SimulatorTest {};

TEST_F(LearnStrictness, empty_value_is_refused_too) {
  EXPECT_EQ(learn(enrolments("?page=")).status, 422u);
}

TEST_F(LearnStrictness, escaped_plus_is_a_zone) {
  EXPECT_EQ(learn(enrolments("?updatedAtFrom=2026-03-01T00:00:00%2B01:00")).status, 200u);
  EXPECT_THAT(apis.learn.violations, IsEmpty());
}

TEST_F(LearnStrictness, unknown_paths_and_methods_are_not_found) {
  for (const char* path : {"/assignment", "/enrolments", "/assignments/", "/users/1", "/"}) {
    EXPECT_EQ(learn(path).status, 404u) << path;
  }
  Request post = learn_get("/users");
  post.method = "POST";
  EXPECT_EQ(apis.learn.handle(post, now).status, 404u);
  Request outside = learn_get("");
  outside.target = "/assignments";
  EXPECT_EQ(apis.learn.handle(outside, now).status, 404u);
  EXPECT_EQ(apis.learn.violations.size(), 7u);
}

TEST_F(LearnStrictness, ids_that_never_were_are_violations_and_gone_ones_are_not) {
  EXPECT_EQ(learn("/assignments/63f57d805d8ecbf46f5b5278/enrolments").status, 404u);
  EXPECT_THAT(apis.learn.violations, ElementsAre(HasSubstr("no assignment ever had")));
  apis.learn.violations.clear();
  std::string listing = enrolments();
  std::string row = listing + "/" + truth().begin()->first;
  apis.company.delete_enrolment(truth().begin()->first);
  EXPECT_EQ(learn(row).status, 404u);
  apis.company.remove_assignment(assignment_id());
  EXPECT_EQ(learn(listing).status, 404u);
  EXPECT_THAT(apis.learn.violations, IsEmpty());
}

TEST_F(LearnStrictness, missing_and_wrong_credentials_are_unauthorized) {
  Headers none;
  Headers secret{{"Authorization", basic_authorization(default_tenant_id, "guess")}};
  Headers tenant{{"Authorization", basic_authorization("eu-west-2_Other", default_api_secret)}};
  Headers token{{"Authorization", "Bearer guess"}};
  Headers garbage{{"Authorization", "Basic ???"}};
  for (const Headers& headers : {none, secret, tenant, token, garbage}) {
    Request request = learn_get("/users");
    request.headers = headers;
    auto response = apis.learn.handle(request, now);
    EXPECT_EQ(response.status, 401u);
    EXPECT_EQ(Json::parse(response.body).at("error"), "Unauthorized");
  }
  EXPECT_EQ(apis.learn.violations.size(), 5u);
}

TEST_F(LearnStrictness, directories_have_their_own_bounds) {
  EXPECT_EQ(learn("/users?page=1&perPage=1000").status, 200u);
  EXPECT_EQ(learn("/contents?perPage=1000").status, 200u);
  EXPECT_EQ(learn("/assignments?perPage=100").status, 200u);
  EXPECT_THAT(apis.learn.violations, IsEmpty());
  EXPECT_EQ(learn("/users?perPage=1001").status, 422u);
  EXPECT_EQ(learn("/contents?perPage=1001").status, 422u);
  EXPECT_EQ(learn("/assignments?perPage=101").status, 422u);
  EXPECT_EQ(learn("/assignments?updatedAtFrom=2026-01-01T00:00:00Z").status, 422u);
  EXPECT_EQ(learn(enrolments("/" + truth().begin()->first + "?page=1")).status, 422u);
  EXPECT_EQ(apis.learn.violations.size(), 5u);
}

TEST_F(LearnStrictness, body_of_a_get_is_noted) {
  Request request = learn_get("/users");
  request.body = "{}";
  EXPECT_EQ(apis.learn.handle(request, now).status, 200u);
  EXPECT_THAT(apis.learn.violations, ElementsAre(HasSubstr("no body")));
}

TEST_F(LearnStrictness, every_request_is_recorded) {
  learn("/users");
  learn("/users?perPage=0");
  ASSERT_EQ(apis.learn.requests.size(), 2u);
  EXPECT_EQ(apis.learn.requests[1].method, "GET");
  EXPECT_EQ(apis.learn.requests[1].target, "/rest/v1/users?perPage=0");
  EXPECT_EQ(apis.learn.requests[1].status, 422u);
  EXPECT_EQ(apis.learn.requests[1].at, now);
  EXPECT_EQ(apis.learn.count("/rest/v1/users"), 2u);
  EXPECT_EQ(apis.learn.count("/rest/v1/contents"), 0u);
}

TEST_F(LearnStrictness, message_may_be_an_object) {
  apis.learn.quirks.error_message_is_object = true;
  EXPECT_TRUE(Json::parse(learn("/users?perPage=0").body).at("message").is_object());
}

} // namespace
} // namespace trainsync::simulator
