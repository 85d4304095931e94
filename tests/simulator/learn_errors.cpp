#include "tests/simulator/json.hpp"
#include "tests/simulator/learn_api.hpp"

namespace trainsync::simulator {

Response LearnApi::error(unsigned status, const std::string& title,
                         const std::string& message) const {
  Json json{{"status", status}, {"error", title}, {"message", message}};
  if (quirks.error_message_is_object && status != 401) {
    json["message"] = Json{{"reason", message}};
  }
  return json_response(status, json.dump());
}

Response LearnApi::refused(const Request& request, const Refusal& refusal) {
  if (!refusal.problem.empty()) {
    violation(request, refusal.problem);
  }
  return error(refusal.status, refusal.error, refusal.message);
}

std::optional<Response> LearnApi::unprocessable(const Request& request,
                                                const Parameters& parameters) {
  for (const std::string& problem : parameters.problems()) {
    violation(request, problem);
  }
  if (parameters.problems().empty()) {
    return std::nullopt;
  }
  return error(422, "Unprocessable Content", parameters.problems().front());
}

Response LearnApi::unknown_path(const Request& request) {
  violation(request, "there is no such endpoint");
  return error(404, "Not Found", "There is nothing at this path");
}

Response LearnApi::not_found(const Request& request, const std::string& what, std::string_view id) {
  if (!company().gone.contains(id)) {
    violation(request, "no " + what + " ever had the id " + std::string(id));
  }
  return error(404, "Not Found", "No such " + what);
}

Response LearnApi::too_many_requests(std::chrono::seconds wait) const {
  Json json{{"status", 429}, {"error", "Too Many Requests"}, {"message", "Slow down"}};
  if (quirks.rate_limit.hint == WaitHint::body_top) {
    json["retry_after"] = wait.count();
  }
  if (quirks.rate_limit.hint == WaitHint::body_in_error) {
    json["error"] = Json{{"message", "Too Many Requests"}, {"retry_after", wait.count()}};
  }
  return json_response(429, json.dump());
}

} // namespace trainsync::simulator
