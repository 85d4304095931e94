#include "tests/integration/truth_image.hpp"

#include "tests/simulator/json.hpp"

#include <array>
#include <cstdio>
#include <initializer_list>
#include <map>
#include <string_view>

namespace trainsync::integration {
namespace {

using Json = nlohmann::json; // its objects are in alphabetical order
using simulator::Company;
using simulator::Stamp;
using simulator::Text;

const std::map<std::string, std::string, std::less<>> unified_status{
    {"scheduled", "scheduled"},  {"open", "open"},
    {"not_started", "open"},     {"in_progress", "in_progress"},
    {"complete", "completed"},   {"completed", "completed"},
    {"overdue", "overdue"},      {"past_due", "overdue"},
    {"did_not_pass", "failed"},  {"archived", "archived"},
    {"unassigned", "unassigned"}};

Text text(const Stamp& stamp) {
  return stamp ? Text(simulator::with_milliseconds(*stamp)) : std::nullopt;
}

// Exec serves no milliseconds.
Text whole_seconds(const Stamp& stamp) {
  return stamp
             ? Text(simulator::with_milliseconds(std::chrono::floor<std::chrono::seconds>(*stamp)))
             : std::nullopt;
}

Text text(std::optional<int> number) {
  return number ? Text(std::to_string(*number)) : std::nullopt;
}

Text text(std::optional<double> number) {
  if (!number)
    return std::nullopt;
  std::array<char, 32> made{};
  std::snprintf(made.data(), made.size(), "%.15g", *number);
  const std::string_view digits = made.data();
  return std::string(digits) + (digits.contains('.') ? "" : ".0");
}

Text flag(bool value) {
  return value ? "1" : "0";
}

template <class Ordered>
Json sorted(const Ordered& json) {
  return Json::parse(json.dump());
}

// What has no column of its own: all fields but these, and none without a value.
Text extra(simulator::Json json, std::initializer_list<const char*> columns) {
  for (const char* column : columns)
    json.erase(column);
  auto kept = simulator::Json::object();
  for (const auto& [field, value] : json.items())
    if (!value.is_null())
      kept[field] = value;
  return kept.empty() ? Text() : kept.dump();
}

// As people are joined by: without blanks, in lower case.
std::string normalised(const Text& email) {
  std::string key = email.value_or("");
  for (char& c : key)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return key;
}

bool is_on(const simulator::LearnUser& user) {
  return user.is_active && !user.deleted;
}
bool is_on(const simulator::ExecUser&) {
  return true; // Exec does not say
}

// The e-mail where it can only mean this account of the source, else the account itself.
template <class Accounts>
std::string person_key(const std::string& source, const Accounts& accounts,
                       const typename Accounts::mapped_type& account) {
  const std::string email = normalised(account.email), itself = source + ":" + account.id;
  if (email.empty())
    return itself;
  for (const auto& [id, other] : accounts)
    if (id != account.id && normalised(other.email) == email && (is_on(other) || !is_on(account)))
      return itself;
  return email;
}

class Painter {
public:
  Painter(const Company& company, simulator::Absent absent) : company_(company), absent_(absent) {}

  Image paint() {
    for (const auto& [id, user] : company_.users)
      add(user);
    for (const auto& [id, content] : company_.contents)
      add(content);
    for (const auto& [id, assignment] : company_.assignments)
      add(assignment);
    for (const auto& [assignment, rows] : company_.enrolments)
      for (const auto& [id, row] : rows)
        add(row);
    for (const auto& [id, row] : company_.exec_assignments)
      add(row);
    return std::move(image_);
  }

private:
  Fields& at(const char* entity, const std::string& name) { return image_[{entity, name}]; }

  void add(const simulator::LearnUser& user) {
    at("person", "learn/" + user.id) = {
        {"email", user.email},
        {"first_name", user.first_name},
        {"last_name", user.last_name},
        {"ref", user.ref},
        {"role", user.role},
        {"is_active", flag(user.is_active && !user.deleted)},
        {"manager_source_id", user.manager_id},
        {"extra", extra(to_json(user, absent_),
                        {"id", "email", "firstName", "lastName", "ref", "role", "isActive"})},
        {"department", user.department},
        {"manager", manager(user)},
        {"person_key", person_key("learn", company_.users, user)}};
  }

  Text manager(const simulator::LearnUser& user) {
    if (!user.manager_id)
      return std::nullopt;
    const auto found = company_.users.find(*user.manager_id);
    if (found == company_.users.end())
      return user.manager_id;
    return found->second.first_name.value_or("") + " " + found->second.last_name.value_or("");
  }

  void add(const simulator::LearnContent& content) {
    at("item", "learn/" + content.id) = {
        {"kind", content.type},
        {"title", content.title},
        {"slug", std::nullopt},
        {"extra", extra(to_json(content, absent_), {"id", "type", "title"})}};
  }

  // Named by a row, and described by nobody so far.
  void name_person(const std::string& id) {
    image_.try_emplace({"person", "learn/" + id}, Fields{{"email", {}},
                                                         {"first_name", {}},
                                                         {"last_name", {}},
                                                         {"ref", {}},
                                                         {"role", {}},
                                                         {"is_active", {}},
                                                         {"manager_source_id", {}},
                                                         {"extra", {}},
                                                         {"department", {}},
                                                         {"manager", {}},
                                                         {"person_key", "learn:" + id}});
  }
  void name_item(const Text& id) {
    if (id)
      image_.try_emplace({"item", "learn/" + *id},
                         Fields{{"kind", {}}, {"title", {}}, {"slug", {}}, {"extra", {}}});
  }

  void add(const simulator::LearnAssignment& row) {
    name_item(row.primary_content_id);
    at("assignment", "learn/" + row.id) = {
        {"kind", "assignment"},
        {"title", std::nullopt},
        {"audience_id", row.audience_id},
        {"item", row.primary_content_id},
        {"completion_days", text(row.completion_period)},
        {"recurrence_days", text(row.recurrence)},
        {"is_active", flag(row.is_active)},
        {"created_at", text(row.created_at)},
        {"updated_at", text(row.updated_at)},
        {"deleted_at", text(row.deleted_at)},
        {"extra", extra(to_json(row, absent_),
                        {"id", "audienceId", "primaryContentId", "completionPeriod", "recurrence",
                         "isActive", "isDeleted", "createdAt", "updatedAt", "deletedAt"})}};
  }

  void add(const simulator::LearnEnrolment& row) {
    const std::string name = "learn/" + row.id;
    name_person(row.user_id);
    name_item(row.primary_content_id);
    at("enrolment", name) = {{"person", row.user_id},
                             {"item", row.primary_content_id},
                             {"assignment", row.assignment_id},
                             {"audience_id", row.audience_id},
                             {"status", unified_status.at(row.status)},
                             {"source_status", row.status},
                             {"available_at", text(row.available_date)},
                             {"due_at", text(row.due_date)},
                             {"completed_at", text(row.last_completed_at)},
                             {"score", {}},
                             {"rank", {}},
                             {"rank_required", {}},
                             {"attempts", {}},
                             {"attempts_min", {}},
                             {"attempts_max", {}},
                             {"created_at", {}},
                             {"updated_at", text(row.updated_at)},
                             {"missing_since", {}},
                             {"deleted_at", {}}};
    for (std::size_t i = 0; i < row.history.size(); ++i)
      add(name + "/" + std::to_string(i + 1), row.history[i]);
    at("payload", name) = {{"payload", sorted(to_json(row, absent_)).dump()}};
  }

  void add(const std::string& name, const simulator::LearnHistoryEntry& entry) {
    at("enrolment_history", name) = {{"type", entry.type},
                                     {"completion_id", entry.completion_id},
                                     {"previous_status", entry.previous_status},
                                     {"next_status", entry.next_status},
                                     {"created_at", text(entry.created_at)},
                                     {"updated_at", text(entry.updated_at)}};
  }

  void add(const simulator::ExecAssignment& row) {
    const std::string name = "exec/" + row.id;
    add_what_it_names(row);
    at("enrolment", name) = {{"person", row.user_id},
                             {"item", row.scenario_id},
                             {"assignment", row.program_id},
                             {"audience_id", {}},
                             {"status", unified_status.at(row.status)},
                             {"source_status", row.status},
                             {"available_at", {}},
                             {"due_at", whole_seconds(row.due_date)},
                             {"completed_at", {}},
                             {"score", text(row.best_score)},
                             {"rank", row.best_rank},
                             {"rank_required", row.rank_min},
                             {"attempts", text(std::optional(row.attempt_count))},
                             {"attempts_min", text(row.attempt_min)},
                             {"attempts_max", text(row.attempt_max)},
                             {"created_at", whole_seconds(row.created_at)},
                             {"updated_at", {}},
                             {"missing_since", {}},
                             {"deleted_at", {}}};
    at("payload", name) = {{"payload", sorted(to_json(row, company_, absent_)).dump()}};
  }

  void add_what_it_names(const simulator::ExecAssignment& row) {
    const simulator::ExecUser& user = company_.exec_users.at(row.user_id);
    at("person",
       "exec/" + user.id) = {{"email", user.email},
                             {"first_name", user.first_name},
                             {"last_name", user.last_name},
                             {"ref", {}},
                             {"role", {}},
                             {"is_active", {}},
                             {"manager_source_id", {}},
                             {"extra", {}},
                             {"department", {}},
                             {"manager", {}},
                             {"person_key", person_key("exec", company_.exec_users, user)}};
    const simulator::ExecScenario& scenario = company_.exec_scenarios.at(row.scenario_id);
    at("item", "exec/" + scenario.id) = {
        {"kind", "scenario"}, {"title", scenario.name}, {"slug", scenario.slug}, {"extra", {}}};
    if (!row.program_id)
      return;
    const simulator::ExecProgram& program = company_.exec_programs.at(*row.program_id);
    Fields fields{{"kind", "program"}, {"title", program.name}};
    for (const char* empty : {"audience_id", "item", "completion_days", "recurrence_days",
                              "is_active", "created_at", "updated_at", "deleted_at", "extra"})
      fields[empty] = std::nullopt;
    at("assignment", "exec/" + program.id) = std::move(fields);
  }

  const Company& company_;
  simulator::Absent absent_;
  Image image_;
};

} // namespace

Image truth_image(const Company& company, simulator::Absent absent) {
  return Painter(company, absent).paint();
}

} // namespace trainsync::integration
