#include "daemon/store/directory.hpp"

#include <algorithm>

namespace trainsync::store {
namespace {

const TableShape people_shape{"people",
                              "person",
                              {"email", "first_name", "last_name", "ref", "role", "is_active",
                               "manager_source_id", "extra", "person_key"},
                              {},
                              {}};
const TableShape items_shape{"items", "item", {"kind", "title", "slug", "extra"}, {}, {}};
const TableShape assignments_shape{"assignments",
                                   "assignment",
                                   {"kind", "title", "audience_id", "item_id", "completion_days",
                                    "recurrence_days", "is_active", "created_at", "updated_at",
                                    "deleted_at", "extra"},
                                   {},
                                   {}};

std::vector<Value> item_values(const model::ItemDetails& details) {
  return {to_value(details.kind), to_value(details.title), to_value(details.slug),
          to_value(details.extra)};
}

void upsert(RecordTable& table, const Observation& seen, const std::string& source,
            const std::string& source_id, const std::vector<Value>& values) {
  if (const auto found = table.find(source, source_id))
    table.update(seen, *found, values);
  else
    table.insert(seen, source, source_id, values);
}

} // namespace

std::string normalise_email(std::string_view email) {
  const auto first = email.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos)
    return {};
  std::string trimmed(email.substr(first, email.find_last_not_of(" \t\r\n") - first + 1));
  std::ranges::transform(trimmed, trimmed.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return trimmed;
}

Directory::Directory(SQLite::Database& db, Recorder& recorder, Aliases aliases)
    : aliases_(std::move(aliases)), people_(db, recorder, people_shape),
      items_(db, recorder, items_shape), assignments_(db, recorder, assignments_shape) {}

std::string Directory::person_key(const std::string& source, const std::string& source_id,
                                  const model::Text& email) const {
  const std::string normalised = normalise_email(email.value_or(""));
  if (normalised.empty())
    return source + ":" + source_id;
  const auto alias = aliases_.find(normalised);
  return alias == aliases_.end() ? normalised : alias->second;
}

std::vector<Value> Directory::person_values(const std::string& source,
                                            const model::Person& person) const {
  const model::PersonDetails details = person.details.value_or(model::PersonDetails{});
  return {to_value(details.email),
          to_value(details.first_name),
          to_value(details.last_name),
          to_value(details.ref),
          to_value(details.role),
          to_value(details.is_active),
          to_value(details.manager_source_id),
          to_value(details.extra),
          to_value(person_key(source, person.source_id, details.email))};
}

std::vector<Value> Directory::assignment_values(const Observation& seen, const std::string& source,
                                                const model::AssignmentDetails& details) {
  return {to_value(details.kind),
          to_value(details.title),
          to_value(details.audience_id),
          to_value(item(seen, source, details.item)),
          to_value(details.completion_days),
          to_value(details.recurrence_days),
          to_value(details.is_active),
          to_value(details.created_at),
          to_value(details.updated_at),
          to_value(details.deleted_at),
          to_value(details.extra)};
}

void Directory::describe(const Observation& seen, const std::string& source,
                         const model::Person& person) {
  if (!person.details)
    this->person(seen, source, person.source_id);
  else
    upsert(people_, seen, source, person.source_id, person_values(source, person));
}

void Directory::describe(const Observation& seen, const std::string& source,
                         const model::Item& item) {
  if (!item.details)
    this->item(seen, source, item.source_id);
  else
    upsert(items_, seen, source, item.source_id, item_values(*item.details));
}

void Directory::describe(const Observation& seen, const std::string& source,
                         const model::Assignment& assignment) {
  if (!assignment.details)
    this->assignment(seen, source, assignment.source_id);
  else
    upsert(assignments_, seen, source, assignment.source_id,
           assignment_values(seen, source, *assignment.details));
}

std::optional<std::int64_t> Directory::person(const Observation& seen, const std::string& source,
                                              const model::Text& id) {
  if (!id)
    return std::nullopt;
  const auto found = people_.find_id(source, *id);
  return found ? found : people_.insert(seen, source, *id, person_values(source, {*id, {}}));
}

std::optional<std::int64_t> Directory::item(const Observation& seen, const std::string& source,
                                            const model::Text& id) {
  if (!id)
    return std::nullopt;
  const auto found = items_.find_id(source, *id);
  return found ? found : items_.insert(seen, source, *id, item_values({}));
}

std::optional<std::int64_t>
Directory::assignment(const Observation& seen, const std::string& source, const model::Text& id) {
  if (!id)
    return std::nullopt;
  const auto found = assignments_.find_id(source, *id);
  return found ? found
               : assignments_.insert(seen, source, *id, assignment_values(seen, source, {}));
}

} // namespace trainsync::store
