// Both simulated APIs over one company, told apart by their paths, so that they can share a port.
#pragma once

#include "tests/simulator/exec_api.hpp"
#include "tests/simulator/learn_api.hpp"

#include <utility>

namespace trainsync::simulator {

struct Apis {
  explicit Apis(Company truth = {}, LearnAccount account = {},
                std::string exec_key = std::string(default_api_key))
      : company(std::move(truth)), learn(company, std::move(account)),
        exec(company, std::move(exec_key)) {}

  Response handle(const Request& request, Time now) {
    bool for_exec = request.target.starts_with("/rest/v1/scenarios");
    return for_exec ? exec.handle(request, now) : learn.handle(request, now);
  }

  Company company;
  LearnApi learn;
  ExecApi exec;
};

} // namespace trainsync::simulator
