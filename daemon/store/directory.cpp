#include "daemon/store/directory.hpp"

namespace trainsync::store {
namespace {

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

Directory::Directory(SQLite::Database& db, Recorder& recorder, Aliases aliases)
    : people_(db, recorder, std::move(aliases)), items_(db, recorder, items_shape),
      assignments_(db, recorder, assignments_shape) {}

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
  people_.describe(seen, source, person);
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
  return people_.id_of(seen, source, *id);
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
