// Exec as its pages describe it: /rest/v1/scenarios/assignments. Errors are {error: {type, code,
// message}}. The documented rate limit of the workspace holds from the beginning.
#pragma once

#include "tests/simulator/api.hpp"
#include "tests/simulator/parameters.hpp"

namespace trainsync::simulator {

inline constexpr std::string_view default_api_key =
    "exec_live_SimulatedKey0000000000000000000000000000";

class ExecApi : public Api {
public:
  explicit ExecApi(Company& company, std::string key = std::string(default_api_key))
      : Api(company), api_key(std::move(key)) {
    quirks.rate_limit.per_minute = 60;
    quirks.rate_limit.per_day = 1000;
  }

  std::string api_key;

protected:
  Response answer(const Request& request, Time now) override;
  Response too_many_requests(std::chrono::seconds wait) const override;

private:
  Response assignments(const Request& request, const Target& target);
  std::optional<Response> unauthorized(const Request& request);
};

} // namespace trainsync::simulator
