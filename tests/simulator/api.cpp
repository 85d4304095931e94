#include "tests/simulator/api.hpp"

#include <algorithm>

namespace trainsync::simulator {

Response Api::handle(const Request& request, Time now) {
  std::size_t index = requests.size();
  if (before_request) {
    before_request(index);
  }
  company_.reveal(now);
  Response response = faults.apply(request, index, limited_answer(request, now));
  if (quirks.sends_date) {
    response.headers.emplace_back("Date", as_http_date(now + quirks.clock_skew));
  }
  requests.push_back({request.method, request.target, response.status, now});
  return response;
}

Response Api::limited_answer(const Request& request, Time now) {
  auto wait = limiter_.admit(quirks.rate_limit, now);
  if (!wait) {
    return answer(request, now);
  }
  Response response = too_many_requests(*wait);
  if (quirks.rate_limit.hint == WaitHint::seconds_header) {
    response.headers.emplace_back("Retry-After", std::to_string(wait->count()));
  }
  if (quirks.rate_limit.hint == WaitHint::date_header) {
    response.headers.emplace_back("Retry-After", as_http_date(now + quirks.clock_skew + *wait));
  }
  return response;
}

std::size_t Api::count(std::string_view target_prefix) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      requests, [=](const RecordedRequest& r) { return r.target.starts_with(target_prefix); }));
}

void Api::violation(const Request& request, std::string_view problem) {
  violations.push_back(request.method + " " + request.target + ": " + std::string(problem));
}

} // namespace trainsync::simulator
