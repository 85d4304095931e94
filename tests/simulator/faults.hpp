// Failures put into the answers of an API: queued for its next requests, at a request's index, or
// wherever a predicate holds. The API first makes its true answer; a fault then spoils or replaces
// it.
#pragma once

#include "tests/simulator/message.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace trainsync::simulator {

using Fault = std::function<Response(Response)>;
using RequestPredicate = std::function<bool(const Request&, std::size_t index)>;

// Another status, and the body as it is given.
Fault answer_with(unsigned status, const std::string& body, const Headers& headers = {});

// A literal answer with 200, such as the example of an API's page.
Fault answer_literally(const std::string& json);

Fault truncated_json();
Fault html_page(unsigned status = 200); // what a proxy in between would say
Fault empty_body();

// A field of the n-th record of the page takes another value; the last record where there are
// fewer, none where the page is empty. `field` is a key, or a JSON pointer such as "/user/id".
Fault malformed_record(std::size_t record, const std::string& field, const nlohmann::json& value);

// A compressed body of that many bytes of blanks; it is small on the wire.
Fault gzip_bomb(std::size_t inflated_bytes);

// For the server: it ends the connection before or inside the answer, never answers, or never ends.
Fault close_before_answer();
Fault stall();
Fault partial_body();
Fault endless_headers();
Fault endless_body();

class Faults {
public:
  static constexpr std::size_t always = std::numeric_limits<std::size_t>::max();

  // The next `times` requests that no earlier fault takes.
  void next(Fault fault, std::size_t times = 1);

  // The request of that index, counted from 0 over the life of the API.
  void at(std::size_t index, Fault fault);

  void when(RequestPredicate applies, Fault fault, std::size_t times = always);
  void clear() { rules_.clear(); }

  // The first fault that applies takes the answer.
  Response apply(const Request& request, std::size_t index, Response answer);

private:
  struct Rule {
    RequestPredicate applies;
    Fault fault;
    std::size_t times_left;
  };
  std::vector<Rule> rules_;
};

// A predicate: the target begins with this.
RequestPredicate target_begins_with(std::string prefix);

} // namespace trainsync::simulator
