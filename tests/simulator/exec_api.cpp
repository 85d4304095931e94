#include "tests/simulator/exec_api.hpp"

#include "tests/simulator/authorization.hpp"
#include "tests/simulator/json.hpp"
#include "tests/simulator/paging.hpp"
#include "tests/simulator/vocabulary.hpp"

#include <cctype>
#include <limits>
#include <ranges>

namespace trainsync::simulator {
namespace {

using Words = std::vector<std::string>;

Response error(unsigned status, const char* type, const char* code, const std::string& message) {
  Json json{{"error", Json{{"type", type}, {"code", code}, {"message", message}}}};
  return json_response(status, json.dump());
}

bool has_key_shape(std::string_view key) {
  constexpr std::string_view prefix = "exec_live_";
  return key.starts_with(prefix) && key.size() == prefix.size() + 40 &&
         std::ranges::all_of(key.substr(prefix.size()),
                             [](unsigned char letter) { return std::isalnum(letter) != 0; });
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

struct Filter {
  Words user_ids;
  Words user_emails; // lower case
  Words scenario_ids;
  Words program_ids;
  Words statuses;
};

Filter read_filter(Parameters& parameters) {
  Filter filter{.user_ids = parameters.list("user_ids"),
                .user_emails = parameters.list("user_emails"),
                .scenario_ids = parameters.list("scenario_ids"),
                .program_ids = parameters.list("program_ids"),
                .statuses = parameters.list("status")};
  std::ranges::transform(filter.user_emails, filter.user_emails.begin(), lower);
  for (const std::string& status : filter.statuses) {
    if (!is_one_of(exec_statuses, status)) {
      parameters.problem("status " + status + " is not one of the documented values");
    }
  }
  return filter;
}

bool passes(const Words& allowed, const std::string& value) {
  return allowed.empty() || is_one_of(allowed, value);
}

// The two lists of users are a union.
bool is_asked_for(const ExecUser& user, const Filter& filter) {
  if (filter.user_ids.empty() && filter.user_emails.empty()) {
    return true;
  }
  return is_one_of(filter.user_ids, user.id) ||
         (user.email && is_one_of(filter.user_emails, lower(*user.email)));
}

std::vector<const ExecAssignment*> select(const Company& company, const Filter& filter) {
  std::vector<const ExecAssignment*> kept;
  for (const ExecAssignment& row : company.exec_assignments | std::views::values) {
    if (passes(filter.statuses, row.status) && passes(filter.scenario_ids, row.scenario_id) &&
        passes(filter.program_ids, row.program_id.value_or("")) &&
        is_asked_for(company.exec_users.at(row.user_id), filter)) {
      kept.push_back(&row);
    }
  }
  return kept;
}

// The code of a 400: its own for the two parameters of paging.
const char* code_of(const std::string& problem) {
  return problem.contains("page") ? "invalid_pagination" : "invalid_parameter";
}

} // namespace

Response ExecApi::answer(const Request& request, Time) {
  if (auto refusal = unauthorized(request)) {
    return *refusal;
  }
  auto target = parse_target(request.target);
  if (!target || target->path != Words{"rest", "v1", "scenarios", "assignments"} ||
      request.method != "GET") {
    violation(request, "there is no such endpoint");
    return error(404, "not_found_error", "not_found", "There is nothing at this path");
  }
  if (!request.body.empty()) {
    violation(request, "a GET has no body");
  }
  return assignments(request, *target);
}

std::optional<Response> ExecApi::unauthorized(const Request& request) {
  auto header = find_header(request.headers, "Authorization");
  auto key = header ? bearer_token(*header) : std::nullopt;
  if (!key || *key != api_key) {
    violation(request, !key                   ? "the header Authorization: Bearer is missing"
                       : !has_key_shape(*key) ? "the key is not exec_live_ and 40 alphanumerics"
                                              : "the key is not the workspace's");
    return error(401, "authentication_error", "invalid_api_key", "The API key is not valid");
  }
  if (quirks.workspace_inactive) {
    return error(403, "permission_error", "workspace_inactive", "The workspace is not active");
  }
  return std::nullopt;
}

Response ExecApi::assignments(const Request& request, const Target& target) {
  Parameters parameters(target, {"user_ids", "user_emails", "scenario_ids", "program_ids", "status",
                                 "page", "page_size"});
  Filter filter = read_filter(parameters);
  std::size_t page = parameters.number("page", 1, 1, std::numeric_limits<std::size_t>::max());
  std::size_t page_size = parameters.number("page_size", 50, 1, 100);
  for (const std::string& problem : parameters.problems()) {
    violation(request, problem);
  }
  if (!parameters.problems().empty()) {
    const std::string& problem = parameters.problems().front();
    return error(400, "invalid_request_error", code_of(problem), problem);
  }
  auto cut = cut_page(select(company(), filter), page, page_size, quirks);
  Json data = Json::array();
  for (const ExecAssignment* row : cut.rows) {
    data.push_back(to_json(*row, company(), quirks.absent));
  }
  Json json{{"data", std::move(data)},
            {"pagination", Json{{"page", page},
                                {"page_size", cut.page_size},
                                {"total_count", cut.total_rows},
                                {"total_pages", cut.total_pages}}}};
  return json_response(200, json.dump());
}

Response ExecApi::too_many_requests(std::chrono::seconds wait) const {
  Json json{{"error", Json{{"type", "rate_limit_error"},
                           {"code", "rate_limit_exceeded"},
                           {"message", "Too many requests"}}}};
  if (quirks.rate_limit.hint == WaitHint::body_top) {
    json["retry_after"] = wait.count();
  }
  if (quirks.rate_limit.hint == WaitHint::body_in_error) {
    json["error"]["retry_after"] = wait.count();
  }
  return json_response(429, json.dump());
}

} // namespace trainsync::simulator
