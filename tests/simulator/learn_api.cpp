#include "tests/simulator/learn_api.hpp"

#include "tests/simulator/json.hpp"

namespace trainsync::simulator {

Response LearnApi::answer(const Request& request, Time now) {
  auto target = parse_target(request.target);
  if (!target || target->path.size() < 3) {
    return unknown_path(request);
  }
  if (target->path[0] == "oauth2" && target->path[1] == "token" && target->path.size() == 3) {
    return token(request, *target, now);
  }
  if (target->path[0] != "rest" || target->path[1] != "v1") {
    return unknown_path(request);
  }
  auto allowed = tokens.check_may_read(account, request, now);
  return allowed ? resource(request, *target) : refused(request, allowed.error());
}

Response LearnApi::resource(const Request& request, const Target& target) {
  if (request.method != "GET") {
    return unknown_path(request);
  }
  if (!request.body.empty()) {
    violation(request, "a GET has no body");
  }
  std::vector<std::string> path(target.path.begin() + 2, target.path.end());
  if (path.size() == 1 && path[0] == "assignments") {
    return assignments(request, target);
  }
  if (path.size() == 1 && path[0] == "users") {
    return users(request, target);
  }
  if (path.size() == 1 && path[0] == "contents") {
    return contents(request, target);
  }
  if (path.size() == 3 && path[0] == "assignments" && path[2] == "enrolments") {
    return enrolments(request, target);
  }
  if (path.size() == 4 && path[0] == "assignments" && path[2] == "enrolments") {
    return one_enrolment(request, target);
  }
  return unknown_path(request);
}

Response LearnApi::token(const Request& request, const Target& target, Time now) {
  if (request.method != "POST") {
    return unknown_path(request);
  }
  if (target.path[2] != account.tenant_id) {
    violation(request, "there is no such tenant");
    return error(404, "Not Found", "No such tenant");
  }
  if (!target.query.empty()) {
    violation(request, "the token endpoint has no query");
  }
  auto granted = tokens.grant(account, request, now);
  if (granted) {
    Response response = json_response(200, *granted);
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
  }
  if (!granted.error().problem.empty()) {
    violation(request, granted.error().problem);
  }
  Json json{{"error", granted.error().error}, {"error_description", granted.error().message}};
  return json_response(granted.error().status, json.dump());
}

} // namespace trainsync::simulator
