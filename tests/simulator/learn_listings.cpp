#include "tests/simulator/json.hpp"
#include "tests/simulator/learn_api.hpp"
#include "tests/simulator/paging.hpp"
#include "tests/simulator/vocabulary.hpp"

#include <limits>
#include <ranges>

namespace trainsync::simulator {
namespace {

constexpr std::size_t any_page = std::numeric_limits<std::size_t>::max();

struct EnrolmentFilter {
  Stamp from;
  Stamp to;
  std::optional<std::string> status;
};

bool in_window(const LearnEnrolment& row, const EnrolmentFilter& filter, const Quirks& quirks) {
  if (!filter.from) {
    return true;
  }
  if (!row.updated_at || *row.updated_at < *filter.from) {
    return false;
  }
  if (quirks.updated_at_from_is_exclusive && *row.updated_at == *filter.from) {
    return false;
  }
  return quirks.ignores_updated_at_to || !filter.to || *row.updated_at <= *filter.to;
}

EnrolmentFilter read_filter(Parameters& parameters) {
  EnrolmentFilter filter{.from = parameters.date_time("updatedAtFrom"),
                         .to = parameters.date_time("updatedAtTo"),
                         .status = parameters.one_of("status", learn_statuses)};
  if (parameters.text("updatedAtTo") && !parameters.text("updatedAtFrom")) {
    parameters.problem("updatedAtTo needs updatedAtFrom");
  }
  if (filter.from && filter.to && *filter.to < *filter.from) {
    parameters.problem("updatedAtTo lies before updatedAtFrom");
  }
  return filter;
}

template <class Row, class Keep>
std::vector<const Row*> select(const ById<Row>& rows, Keep keep) {
  std::vector<const Row*> kept;
  for (const Row& row : rows | std::views::values) {
    if (keep(row)) {
      kept.push_back(&row);
    }
  }
  return kept;
}

template <class Row>
Json as_array(const Page<Row>& page, Absent absent) {
  Json array = Json::array();
  for (const Row* row : page.rows) {
    array.push_back(to_json(*row, absent));
  }
  return array;
}

constexpr auto every_row = [](const auto&) { return true; };

} // namespace

Response LearnApi::enrolments(const Request& request, const Target& target) {
  const std::string& assignment_id = target.path[3];
  Parameters parameters(target,
                        {"updatedAtFrom", "updatedAtTo", "status", "page", "perPage", "limit"});
  EnrolmentFilter filter = read_filter(parameters);
  std::size_t page = parameters.number("page", 1, 1, any_page);
  std::size_t limit = parameters.number("limit", 100, 1, 100);
  std::size_t per_page = parameters.number("perPage", limit, 1, 100);
  if (auto refusal = unprocessable(request, parameters)) {
    return *refusal;
  }
  auto rows = company().enrolments.find(assignment_id);
  if (!company().assignments.contains(assignment_id) || rows == company().enrolments.end()) {
    return not_found(request, "assignment", assignment_id);
  }
  auto selected = select(rows->second, [&](const LearnEnrolment& row) {
    return in_window(row, filter, quirks) && (!filter.status || row.status == *filter.status);
  });
  auto cut = cut_page(std::move(selected), page, per_page, quirks);
  return json_response(200, as_array(cut, quirks.absent).dump());
}

Response LearnApi::one_enrolment(const Request& request, const Target& target) {
  if (auto refusal = unprocessable(request, Parameters(target, {}))) {
    return *refusal;
  }
  const std::string& assignment_id = target.path[3];
  const std::string& id = target.path[5];
  if (quirks.single_enrolment_missing) {
    return error(404, "Not Found", "There is nothing at this path");
  }
  if (!company().assignments.contains(assignment_id)) {
    return not_found(request, "assignment", assignment_id);
  }
  const LearnEnrolment* row = company().find_enrolment(id);
  if (!row || row->assignment_id != assignment_id) {
    return not_found(request, "enrolment", id);
  }
  return json_response(200, to_json(*row, quirks.absent).dump());
}

Response LearnApi::assignments(const Request& request, const Target& target) {
  Parameters parameters(target, {"page", "perPage"});
  std::size_t page = parameters.number("page", 1, 1, any_page);
  std::size_t per_page = parameters.number("perPage", 100, 1, 100);
  if (auto refusal = unprocessable(request, parameters)) {
    return *refusal;
  }
  auto cut = cut_page(select(company().assignments, every_row), page, per_page, quirks);
  return json_response(200, as_array(cut, quirks.absent).dump());
}

template <class Row>
Response LearnApi::directory(const Request& request, const Target& target, const ById<Row>& rows) {
  Parameters parameters(target, {"page", "perPage"});
  std::size_t page = parameters.number("page", 1, 1, any_page);
  std::size_t per_page = parameters.number("perPage", 100, 1, 1000);
  if (auto refusal = unprocessable(request, parameters)) {
    return *refusal;
  }
  auto cut = cut_page(select(rows, every_row), page, per_page, quirks);
  Json json{{"results", as_array(cut, quirks.absent)}};
  if (quirks.envelope_has_pagination) {
    json["pagination"] = Json{{"totalResults", cut.total_rows},
                              {"totalPages", cut.total_pages},
                              {"page", page},
                              {"perPage", cut.page_size}};
  }
  return json_response(200, json.dump());
}

Response LearnApi::users(const Request& request, const Target& target) {
  return quirks.users_forbidden ? error(403, "Forbidden", "This key may not read users")
                                : directory(request, target, company().users);
}

Response LearnApi::contents(const Request& request, const Target& target) {
  return quirks.contents_forbidden ? error(403, "Forbidden", "This key may not read contents")
                                   : directory(request, target, company().contents);
}

} // namespace trainsync::simulator
