#include "tests/unit/simulator/fixture.hpp"

namespace trainsync::simulator {
namespace {

class FaultsTest : public SimulatorTest {};

TEST_F(FaultsTest, queued_ones_take_the_next_requests) {
  apis.learn.faults.next(answer_with(503, "down"), 2);
  apis.learn.faults.next(answer_with(500, "broken"));
  EXPECT_EQ(learn("/users").status, 503u);
  EXPECT_EQ(learn("/users").status, 503u);
  EXPECT_EQ(learn("/users").body, "broken");
  EXPECT_EQ(learn("/users").status, 200u);
  EXPECT_EQ(apis.learn.requests[0].status, 503u);
}

TEST_F(FaultsTest, one_can_wait_for_an_index) {
  apis.learn.faults.at(1, answer_with(408, ""));
  EXPECT_EQ(learn("/users").status, 200u);
  EXPECT_EQ(learn("/users").status, 408u);
  EXPECT_EQ(learn("/users").status, 200u);
}

TEST_F(FaultsTest, one_can_hold_wherever_a_predicate_does) {
  apis.learn.faults.when(target_begins_with("/rest/v1/users"), answer_with(502, ""));
  EXPECT_EQ(learn("/users").status, 502u);
  EXPECT_EQ(learn("/contents").status, 200u);
  EXPECT_EQ(learn("/users").status, 502u);
  apis.learn.faults.clear();
  EXPECT_EQ(learn("/users").status, 200u);
}

TEST_F(FaultsTest, bodies_can_be_spoilt) {
  apis.learn.faults.next(truncated_json());
  EXPECT_FALSE(Json::accept(learn("/users").body));
  apis.learn.faults.next(html_page());
  auto html = learn("/users");
  EXPECT_TRUE(html.body.starts_with("<!DOCTYPE html>"));
  EXPECT_EQ(find_header(html.headers, "Content-Type"), "text/html");
  apis.learn.faults.next(empty_body());
  EXPECT_EQ(learn("/users").body, "");
}

TEST_F(FaultsTest, record_can_be_malformed_in_each_kind_of_page) {
  apis.learn.faults.next(malformed_record(1, "updatedAt", 17));
  EXPECT_EQ(learn_page(enrolments())[1].at("updatedAt"), 17);
  apis.learn.faults.next(malformed_record(99, "email", true));
  EXPECT_EQ(learn_page("/users").at("results").back().at("email"), true);
  apis.exec.faults.next(malformed_record(0, "/user/id", nullptr));
  EXPECT_TRUE(exec_page().at("data")[0].at("user").at("id").is_null());
  apis.learn.faults.next(malformed_record(0, "id", 1));
  EXPECT_TRUE(learn_page(enrolments("?page=9")).empty());
}

TEST_F(FaultsTest, literal_answer_can_be_served) {
  apis.exec.faults.next(answer_literally(R"({"data":[]})"));
  EXPECT_EQ(exec().body, R"({"data":[]})");
}

TEST_F(FaultsTest, socket_faults_are_left_to_the_server) {
  apis.learn.faults.next(close_before_answer());
  apis.learn.faults.next(stall());
  apis.learn.faults.next(partial_body());
  EXPECT_EQ(learn("/users").delivery, Delivery::close_before_answer);
  EXPECT_EQ(learn("/users").delivery, Delivery::stall);
  EXPECT_EQ(learn("/users").delivery, Delivery::partial_body);
  EXPECT_EQ(learn("/users").delivery, Delivery::whole);
}

TEST_F(FaultsTest, violation_behind_a_fault_is_noted_all_the_same) {
  apis.learn.faults.next(answer_with(503, ""));
  learn("/users?perPage=0");
  EXPECT_THAT(apis.learn.violations, testing::SizeIs(1));
}

TEST_F(FaultsTest, hook_changes_the_company_between_two_requests) {
  std::string id = truth().begin()->first;
  apis.learn.before_request = [&](std::size_t index) {
    if (index == 1) {
      apis.company.delete_enrolment(id);
    }
  };
  EXPECT_THAT(ids(learn_page(enrolments())), testing::Contains(id));
  EXPECT_THAT(ids(learn_page(enrolments())), testing::Not(testing::Contains(id)));
}

TEST_F(FaultsTest, date_is_the_server_s_own) {
  EXPECT_EQ(find_header(learn("/users").headers, "date"), "Sun, 15 Mar 2026 12:00:00 GMT");
  apis.learn.quirks.clock_skew = std::chrono::minutes{-3};
  EXPECT_EQ(find_header(learn("/users").headers, "Date"), "Sun, 15 Mar 2026 11:57:00 GMT");
  apis.learn.quirks.sends_date = false;
  EXPECT_FALSE(find_header(learn("/users").headers, "Date"));
}

TEST_F(FaultsTest, late_row_is_listed_when_its_time_has_come) {
  LearnEnrolment row = truth().begin()->second;
  row.id = "63f8c80136c4d82bba43efa0";
  apis.company.show_later(row, now + std::chrono::minutes{1});
  EXPECT_THAT(ids(learn_page(enrolments())), testing::Not(testing::Contains(row.id)));
  auto later = apis.learn.handle(learn_get(enrolments()), now + std::chrono::minutes{1});
  EXPECT_THAT(ids(Json::parse(later.body)), testing::Contains(row.id));
}

} // namespace
} // namespace trainsync::simulator
