#include "tests/simulator/json_fields.hpp"

namespace trainsync::simulator {
namespace {

Json to_json(const LearnHistoryEntry& entry, Absent absent) {
  Json json;
  json["type"] = entry.type;
  put(json, "completionId", entry.completion_id, absent);
  put(json, "previousStatus", entry.previous_status, absent);
  put(json, "nextStatus", entry.next_status, absent);
  put(json, "createdAt", entry.created_at, absent, with_milliseconds);
  put(json, "updatedAt", entry.updated_at, absent, with_milliseconds);
  return json;
}

LearnHistoryEntry history_entry(const Json& json) {
  return {.type = json.at("type"),
          .completion_id = get<std::string>(json, "completionId"),
          .previous_status = get<std::string>(json, "previousStatus"),
          .next_status = get<std::string>(json, "nextStatus"),
          .created_at = get_stamp(json, "createdAt"),
          .updated_at = get_stamp(json, "updatedAt")};
}

LearnEnrolment enrolment(const Json& json) {
  LearnEnrolment row{.id = json.at("id"),
                     .user_id = json.at("userId"),
                     .assignment_id = json.at("assignmentId"),
                     .audience_id = get<std::string>(json, "audienceId"),
                     .primary_content_id = get<std::string>(json, "primaryContentId"),
                     .status = json.at("status"),
                     .available_date = get_stamp(json, "availableDate"),
                     .due_date = get_stamp(json, "dueDate"),
                     .last_completed_at = get_stamp(json, "lastCompletedAt"),
                     .updated_at = get_stamp(json, "updatedAt")};
  for (const Json& entry : json.at("history")) {
    row.history.push_back(history_entry(entry));
  }
  return row;
}

Json position(const LearnUser& user, Absent absent) {
  Json json;
  json["id"] = user.id;
  json["manager"] = Json::object();
  put(json["manager"], "id", user.manager_id, absent);
  put(json["manager"], "name", user.manager_name, absent);
  json["isActive"] = user.is_active;
  return json;
}

} // namespace

Json to_json(const LearnEnrolment& row, Absent absent) {
  Json json;
  json["id"] = row.id;
  json["userId"] = row.user_id;
  json["assignmentId"] = row.assignment_id;
  put(json, "audienceId", row.audience_id, absent);
  put(json, "primaryContentId", row.primary_content_id, absent);
  json["status"] = row.status;
  put(json, "availableDate", row.available_date, absent, with_milliseconds);
  put(json, "dueDate", row.due_date, absent, with_milliseconds);
  put(json, "lastCompletedAt", row.last_completed_at, absent, with_milliseconds);
  json["history"] = Json::array();
  for (const LearnHistoryEntry& entry : row.history) {
    json["history"].push_back(to_json(entry, absent));
  }
  put(json, "updatedAt", row.updated_at, absent, with_milliseconds);
  return json;
}

Json to_json(const LearnAssignment& row, Absent absent) {
  Json json;
  json["id"] = row.id;
  put(json, "audienceId", row.audience_id, absent);
  put(json, "primaryContentId", row.primary_content_id, absent);
  json["alternativeContentIds"] = row.alternative_content_ids;
  json["hideAlternativeContent"] = row.hide_alternative_content;
  put(json, "completionPeriod", row.completion_period, absent);
  put(json, "recurrence", row.recurrence, absent);
  json["isActive"] = row.is_active;
  json["isDeleted"] = row.is_deleted;
  put(json, "createdAt", row.created_at, absent, with_milliseconds);
  put(json, "deletedAt", row.deleted_at, absent, with_milliseconds);
  put(json, "updatedAt", row.updated_at, absent, with_milliseconds);
  return json;
}

Json to_json(const LearnUser& row, Absent absent) {
  Json json;
  json["id"] = row.id;
  put(json, "ref", row.ref, absent);
  put(json, "firstName", row.first_name, absent);
  put(json, "lastName", row.last_name, absent);
  put(json, "email", row.email, absent);
  put(json, "role", row.role, absent);
  put(json, "status", row.status, absent);
  json["positions"] = Json::array({position(row, absent)});
  json["isActive"] = row.is_active;
  put(json, "startDate", row.start_date, absent, with_milliseconds);
  put(json, "endDate", row.end_date, absent, with_milliseconds);
  put(json, "createdAt", row.created_at, absent, with_milliseconds);
  put(json, "updatedAt", row.updated_at, absent, with_milliseconds);
  if (row.department || absent == Absent::null) {
    json["additionalFields"] = row.department ? Json{{"department", *row.department}} : Json();
  }
  put(json, "languageCode", row.language_code, absent);
  json["deleted"] = row.deleted;
  return json;
}

Json to_json(const LearnContent& row, Absent absent) {
  Json json;
  json["id"] = row.id;
  put(json, "title", row.title, absent);
  put(json, "description", row.description, absent);
  json["tags"] = Json::array();
  put(json, "type", row.type, absent);
  put(json, "createdAt", row.created_at, absent, with_milliseconds);
  put(json, "updatedAt", row.updated_at, absent, with_milliseconds);
  return json;
}

void load_learn_enrolments(Company& company, std::string_view answer) {
  for (const Json& json : Json::parse(answer)) {
    LearnEnrolment row = enrolment(json);
    LearnAssignment named;
    named.id = row.assignment_id;
    named.audience_id = row.audience_id;
    named.primary_content_id = row.primary_content_id;
    company.assignments.emplace(row.assignment_id, std::move(named));
    company.insert(std::move(row));
  }
}

} // namespace trainsync::simulator
