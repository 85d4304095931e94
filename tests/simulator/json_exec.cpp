#include "tests/simulator/json_fields.hpp"

namespace trainsync::simulator {
namespace {

Json to_json(const ExecUser& user, Absent absent) {
  Json json;
  json["id"] = user.id;
  put(json, "email", user.email, absent);
  put(json, "first_name", user.first_name, absent);
  put(json, "last_name", user.last_name, absent);
  return json;
}

Json to_json(const ExecScenario& scenario, Absent absent) {
  Json json;
  json["id"] = scenario.id;
  put(json, "name", scenario.name, absent);
  put(json, "slug", scenario.slug, absent);
  return json;
}

Json program_json(const ExecAssignment& row, const Company& company, Absent absent) {
  if (!row.program_id) {
    return nullptr;
  }
  const ExecProgram& program = company.exec_programs.at(*row.program_id);
  Json json;
  json["id"] = program.id;
  put(json, "name", program.name, absent);
  return json;
}

ExecAssignment assignment(const Json& json) {
  return {.id = json.at("id"),
          .user_id = json.at("user").at("id"),
          .scenario_id = json.at("scenario").at("id"),
          .program_id =
              json.at("program").is_null() ? Text{} : get<std::string>(json.at("program"), "id"),
          .status = json.at("status"),
          .due_date = get_stamp(json, "due_date"),
          .best_score = get<double>(json, "best_score"),
          .best_rank = get<std::string>(json, "best_rank"),
          .attempt_count = json.at("attempt_count"),
          .attempt_min = get<int>(json, "attempt_min"),
          .attempt_max = get<int>(json, "attempt_max"),
          .rank_min = get<std::string>(json, "rank_min"),
          .created_at = get_stamp(json, "created_at")};
}

void load_what_it_names(Company& company, const Json& json) {
  const Json& user = json.at("user");
  company.exec_users.insert_or_assign(user.at("id"),
                                      ExecUser{user.at("id"), get<std::string>(user, "email"),
                                               get<std::string>(user, "first_name"),
                                               get<std::string>(user, "last_name")});
  const Json& scenario = json.at("scenario");
  company.exec_scenarios.insert_or_assign(
      scenario.at("id"), ExecScenario{scenario.at("id"), get<std::string>(scenario, "name"),
                                      get<std::string>(scenario, "slug")});
  if (const Json& program = json.at("program"); !program.is_null()) {
    company.exec_programs.insert_or_assign(
        program.at("id"), ExecProgram{program.at("id"), get<std::string>(program, "name")});
  }
}

} // namespace

Json to_json(const ExecAssignment& row, const Company& company, Absent absent) {
  Json json;
  json["id"] = row.id;
  json["user"] = to_json(company.exec_users.at(row.user_id), absent);
  json["scenario"] = to_json(company.exec_scenarios.at(row.scenario_id), absent);
  json["status"] = row.status;
  put(json, "due_date", row.due_date, absent, with_seconds);
  put(json, "best_score", row.best_score, absent);
  put(json, "best_rank", row.best_rank, absent);
  json["attempt_count"] = row.attempt_count;
  put(json, "attempt_min", row.attempt_min, absent);
  put(json, "attempt_max", row.attempt_max, absent);
  put(json, "rank_min", row.rank_min, absent);
  if (row.program_id || absent == Absent::null) {
    json["program"] = program_json(row, company, absent);
  }
  put(json, "created_at", row.created_at, absent, with_seconds);
  return json;
}

void load_exec_assignments(Company& company, std::string_view answer) {
  for (const Json& json : Json::parse(answer).at("data")) {
    load_what_it_names(company, json);
    company.insert(assignment(json));
  }
}

} // namespace trainsync::simulator
