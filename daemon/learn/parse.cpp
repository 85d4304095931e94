#include "daemon/learn/parse.hpp"

#include "daemon/model/record_reader.hpp"

#include <algorithm>

namespace trainsync::learn {
namespace {

using model::Json;
using model::RecordReader;
using model::Stamp;
using model::Text;

// Enrolments and assignments come as a bare list; users and contents in an object's `results`.
// Either is taken for each.
using Rows = std::expected<std::vector<std::string_view>, std::string>;

Rows rows_of(std::string_view body) {
  auto listing = model::parse_listing(body, "results");
  if (!listing)
    return std::unexpected(std::move(listing.error()));
  const Json& json = listing->envelope;
  if (json.is_array() ||
      (json.is_object() && json.contains("results") && json["results"].is_array()))
    return std::move(listing->rows);
  return std::unexpected(
      "the answer's body is JSON, but neither a list nor an object with a list `results`");
}

model::HistoryEntry read_history_entry(RecordReader& entry) {
  model::HistoryEntry read;
  read.type = entry.text("type");
  read.completion_id = entry.text("completionId");
  read.previous_status = entry.text("previousStatus");
  read.next_status = entry.text("nextStatus");
  read.created_at = entry.stamp("createdAt");
  read.updated_at = entry.stamp("updatedAt");
  return read;
}

void read_history(RecordReader& reader, std::vector<model::HistoryEntry>& history) {
  const Json* entries = reader.array("history");
  if (!entries)
    return;
  history.reserve(entries->size());
  for (std::size_t i = 0; i < entries->size(); ++i) {
    RecordReader entry((*entries)[i], "history[" + std::to_string(i) + "].");
    history.push_back(read_history_entry(entry));
    reader.adopt(entry);
  }
}

model::Enrolment read_enrolment(RecordReader& reader, std::string_view assignment) {
  model::Enrolment enrolment;
  enrolment.source_id = reader.required_id("id");
  enrolment.person = reader.id("userId");
  enrolment.item = reader.id("primaryContentId");
  enrolment.assignment = reader.id("assignmentId").value_or(std::string(assignment));
  enrolment.audience_id = reader.id("audienceId");
  enrolment.source_status = reader.text("status");
  enrolment.status = model::status_from_learn(enrolment.source_status.value_or(""));
  enrolment.available_at = reader.stamp("availableDate");
  enrolment.due_at = reader.stamp("dueDate");
  enrolment.completed_at = reader.stamp("lastCompletedAt");
  enrolment.updated_at = reader.stamp("updatedAt");
  read_history(reader, enrolment.history);
  return enrolment;
}

// Which field names a person's manager is not documented: `managerId` of the user or of one of
// their positions, or the id of a position's `manager`.
Text read_manager(RecordReader& reader) {
  if (Text manager = reader.id("managerId"))
    return manager;
  const Json* positions = reader.array("positions");
  if (!positions)
    return std::nullopt;
  for (const Json& position : *positions) {
    RecordReader part(position, "positions.");
    if (Text manager = part.id("managerId"))
      return manager;
    if (const Json* manager = part.object("manager"))
      if (Text id = model::readable_id(*manager))
        return id;
  }
  return std::nullopt;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

// A department, or whatever a tenant calls it, is a text, an object with a name, or a number. One
// with a NUL stands in `extra` alone.
Text shown(const Json& value) {
  if (value.is_object())
    return value.contains("name") ? shown(value["name"]) : std::nullopt;
  if (value.is_null() || value.is_array())
    return std::nullopt;
  Text text = value.is_string() ? value.get<std::string>() : value.dump();
  return text->empty() || text->contains('\0') ? std::nullopt : text;
}

Text value_of(const Json& object, std::string_view name) {
  if (object.is_object())
    for (const auto& [field, value] : object.items())
      if (same_name(field, name))
        return shown(value);
  return std::nullopt;
}

// Each tenant has additional fields of its own, so the config says which one it is.
Text read_department(const Json& user, std::string_view field) {
  for (const char* part : {"/additionalFields", "", "/positions/0"}) {
    const Json::json_pointer pointer(part);
    if (user.contains(pointer))
      if (Text department = value_of(user.at(pointer), field))
        return department;
  }
  return std::nullopt;
}

std::optional<Stamp> read_user(RecordReader& reader, model::Batch& batch,
                               std::string_view department_field) {
  model::Person person{reader.required_id("id"), model::PersonDetails{}};
  model::PersonDetails& details = *person.details;
  details.email = reader.text("email");
  details.first_name = reader.text("firstName");
  details.last_name = reader.text("lastName");
  details.ref = reader.text("ref");
  details.role = reader.text_or_json("role");
  details.is_active = reader.boolean("isActive");
  if (reader.boolean("deleted").value_or(false))
    details.is_active = false;
  details.manager_source_id = read_manager(reader);
  details.extra =
      reader.rest({"id", "email", "firstName", "lastName", "ref", "role", "isActive", "managerId"});
  details.department = read_department(reader.json(), department_field);
  if (reader.error().empty())
    batch.people.push_back(std::move(person));
  return std::nullopt;
}

std::optional<Stamp> read_content(RecordReader& reader, model::Batch& batch) {
  model::Item item{reader.required_id("id"), model::ItemDetails{}};
  item.details->kind = reader.text("type").value_or("content");
  item.details->title = reader.text("title");
  item.details->slug = reader.text("slug");
  item.details->extra = reader.rest({"id", "type", "title", "slug"});
  if (reader.error().empty())
    batch.items.push_back(std::move(item));
  return std::nullopt;
}

std::optional<Stamp> read_assignment(RecordReader& reader, model::Batch& batch) {
  model::Assignment assignment{reader.required_id("id"), model::AssignmentDetails{}};
  model::AssignmentDetails& details = *assignment.details;
  details.kind = "assignment";
  details.title = reader.text("title");
  details.audience_id = reader.id("audienceId");
  details.item = reader.id("primaryContentId");
  details.completion_days = reader.integer("completionPeriod");
  details.recurrence_days = reader.integer("recurrence");
  details.is_active = reader.boolean("isActive");
  details.created_at = reader.stamp("createdAt");
  details.updated_at = reader.stamp("updatedAt");
  details.deleted_at = reader.stamp("deletedAt");
  if (reader.boolean("isDeleted").value_or(false) && !details.deleted_at)
    details.deleted_at = details.updated_at.value_or(details.created_at.value_or(Stamp{}));
  details.extra =
      reader.rest({"id", "title", "audienceId", "primaryContentId", "completionPeriod",
                   "recurrence", "isActive", "isDeleted", "createdAt", "updatedAt", "deletedAt"});
  if (reader.error().empty())
    batch.assignments.push_back(std::move(assignment));
  return std::nullopt;
}

} // namespace

std::expected<model::Page, std::string> parse_enrolments(std::string_view body,
                                                         std::string_view assignment) {
  auto rows = rows_of(body);
  if (!rows)
    return std::unexpected(rows.error());
  return model::read_rows(*rows,
                          [&](std::string_view row, RecordReader& reader, model::Batch& batch) {
                            model::Enrolment enrolment = read_enrolment(reader, assignment);
                            const std::optional<Stamp> updated_at = enrolment.updated_at;
                            if (reader.error().empty()) {
                              enrolment.payload = model::without_blanks(row);
                              batch.enrolments.push_back(std::move(enrolment));
                            }
                            return updated_at;
                          });
}

std::expected<model::Page, std::string> parse_directory(Listing listing, std::string_view body,
                                                        std::string_view department_field) {
  auto rows = rows_of(body);
  if (!rows)
    return std::unexpected(rows.error());
  return model::read_rows(*rows, [&](std::string_view, RecordReader& reader, model::Batch& batch) {
    return listing == Listing::assignments ? read_assignment(reader, batch)
           : listing == Listing::users     ? read_user(reader, batch, department_field)
                                           : read_content(reader, batch);
  });
}

} // namespace trainsync::learn
