// The real program, installed in a folder of its own, and the simulator that it talks to.
#pragma once

#include "tests/integration/file_image.hpp"
#include "tests/integration/installation.hpp"
#include "tests/integration/query.hpp"
#include "tests/simulator/server.hpp"

#include <gmock/gmock.h>

#include <optional>

namespace trainsync::integration {

// The size that most tests need: several pages of everything.
inline constexpr simulator::Size small{.assignments = 3,
                                       .enrolments_per_assignment = 110,
                                       .users = 120,
                                       .contents = 8,
                                       .exec_users = 40,
                                       .exec_scenarios = 6,
                                       .exec_programs = 2,
                                       .exec_assignments = 130};

// Retries are not waited for, so that failures come at once.
inline const Keys at_once{.sync = "max_wait = \"0s\"\n"};

// After each test, no form of a secret may stand in what the program printed, or in the file.
class IntegrationTest : public testing::Test {
protected:
  static simulator::Time now();

  // A server over a generated company, without rate limits.
  void serve(const simulator::Size& size, simulator::ServerSettings settings = {},
             simulator::LearnAccount account = {});
  void serve(simulator::Company company, simulator::ServerSettings settings = {},
             simulator::LearnAccount account = {});
  // The simulator's company, changed by `change(company)`.
  template <class Change>
  void change(Change change) {
    server->with([&](simulator::Apis& apis) { change(apis.company); });
  }
  Image truth();

  // Runs `sync`, which must end with 0 and as the APIs document it.
  void sync_whole(const std::vector<std::string>& arguments = {"sync"});
  void expect_file_is_true();
  void expect_source_is_true(const std::string& source); // learn or exec
  void expect_intact() const;
  std::string database_value(const std::string& sql) const;

  void TearDown() override;

  Installation installation;
  std::optional<simulator::Server> server;
};

} // namespace trainsync::integration
