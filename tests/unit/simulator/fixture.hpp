// A small generated company behind both APIs, asked with good credentials at a fixed time.
#pragma once

#include "tests/simulator/apis.hpp"
#include "tests/simulator/authorization.hpp"
#include "tests/simulator/json.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace trainsync::simulator {

inline const Time now = *parse_date_time("2026-03-15T12:00:00.000Z");

inline Request learn_get(std::string target) {
  return {
      .target = "/rest/v1" + std::move(target),
      .headers = {{"Authorization", basic_authorization(default_tenant_id, default_api_secret)}}};
}

inline Request exec_get(std::string query = "") {
  return {.target = "/rest/v1/scenarios/assignments" + std::move(query),
          .headers = {{"Authorization", "Bearer " + std::string(default_api_key)}}};
}

inline std::vector<std::string> ids(const Json& rows) {
  std::vector<std::string> found;
  for (const Json& row : rows) {
    found.push_back(row.at("id"));
  }
  return found;
}

class SimulatorTest : public testing::Test {
protected:
  SimulatorTest() : apis(generate(Size{}, 7, now)) { apis.exec.quirks.rate_limit = {}; }

  Response learn(const std::string& target) { return apis.learn.handle(learn_get(target), now); }
  Response exec(const std::string& query = "") { return apis.exec.handle(exec_get(query), now); }

  std::string assignment_id() const { return apis.company.assignments.begin()->first; }
  const ById<LearnEnrolment>& truth() const { return apis.company.enrolments.begin()->second; }
  std::string enrolments(const std::string& query = "") const {
    return "/assignments/" + assignment_id() + "/enrolments" + query;
  }

  Json learn_page(const std::string& target) { return Json::parse(learn(target).body); }
  Json exec_page(const std::string& query = "") { return Json::parse(exec(query).body); }

  Apis apis;
};

} // namespace trainsync::simulator
