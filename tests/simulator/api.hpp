// What the two simulated APIs share: they answer one request at a time, keep a record of all of
// them, and note every one that the real API's page would not allow. No sockets, no clock, no
// locks: the caller says what time it is, and calls from one thread at a time.
#pragma once

#include "tests/simulator/company.hpp"
#include "tests/simulator/faults.hpp"
#include "tests/simulator/message.hpp"
#include "tests/simulator/quirks.hpp"
#include "tests/simulator/rate_limiter.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace trainsync::simulator {

struct RecordedRequest {
  std::string method;
  std::string target;
  unsigned status; // as answered, faults included
  Time at;
};

class Api {
public:
  virtual ~Api() = default;
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  Response handle(const Request& request, Time now);

  // Requests that other users of the account make count against its rate limit.
  void spend(std::size_t others_requests, Time now) { limiter_.spend(others_requests, now); }

  // How many requests had a target that begins with this.
  std::size_t count(std::string_view target_prefix) const;

  Quirks quirks;
  Faults faults;
  std::vector<RecordedRequest> requests;
  std::vector<std::string> violations; // sentences: which request, and what is wrong with it

  // Called before each request is answered, with its index from 0: where a test changes the company
  // between two requests.
  std::function<void(std::size_t index)> before_request;

protected:
  explicit Api(Company& company) : company_(company) {}

  virtual Response answer(const Request& request, Time now) = 0;
  virtual Response too_many_requests(std::chrono::seconds wait) const = 0;

  void violation(const Request& request, std::string_view problem);
  const Company& company() const { return company_; }

private:
  Response limited_answer(const Request& request, Time now);

  Company& company_;
  RateLimiter limiter_;
};

} // namespace trainsync::simulator
