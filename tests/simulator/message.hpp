// Requests and answers as the APIs see them, without sockets.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trainsync::simulator {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method = "GET";
  std::string target; // path and query, percent-encoded
  Headers headers = {};
  std::string body = {};
};

// What the server does with an answer on the wire. The endless ones go on until the client leaves.
enum class Delivery {
  whole,
  close_before_answer,
  stall,
  partial_body,
  endless_headers,
  endless_body
};

struct Response {
  unsigned status = 200;
  Headers headers = {};
  std::string body = {};
  Delivery delivery = Delivery::whole;
};

// The first header of that name, whatever its case.
std::optional<std::string_view> find_header(const Headers& headers, std::string_view name);

Response json_response(unsigned status, std::string body);

} // namespace trainsync::simulator
