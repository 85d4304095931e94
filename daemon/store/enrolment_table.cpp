#include "daemon/store/enrolment_table.hpp"

#include <algorithm>

namespace trainsync::store {
namespace {

const TableShape shape{"enrolments",
                       "enrolment",
                       {"person_id", "item_id", "assignment_id", "audience_id", "status",
                        "source_status", "available_at", "due_at", "completed_at", "score", "rank",
                        "rank_required", "attempts", "attempts_min", "attempts_max", "created_at",
                        "updated_at", "missing_since", "deleted_at"},
                       {"first_seen_at"},
                       {"changed_at"},
                       "deleted_at"};

std::size_t index_of(std::string_view column) {
  return static_cast<std::size_t>(std::ranges::find(shape.columns, column) - shape.columns.begin());
}

// Since when the status holds, where the history does not tell: the platform's stamp where this
// reading moved it, else the time of the reading.
model::Stamp status_since(const Observation& seen, const model::Enrolment& enrolment,
                          const Value& updated_before) {
  const bool moved = to_value(enrolment.updated_at) != updated_before;
  return moved && enrolment.updated_at ? std::min(*enrolment.updated_at, seen.at) : seen.at;
}

} // namespace

EnrolmentTable::EnrolmentTable(SQLite::Database& db, Recorder& recorder, Directory& directory,
                               bool store_payloads)
    : directory_(directory), store_payloads_(store_payloads), rows_(db, recorder, shape),
      history_(db, recorder), periods_(db),
      payload_(db, "INSERT INTO enrolment_payloads (enrolment_id, payload, run_id, fetched_at) "
                   "VALUES (?, ?, ?, ?) "
                   "ON CONFLICT (enrolment_id) DO UPDATE SET payload = excluded.payload, run_id = "
                   "excluded.run_id, "
                   "fetched_at = excluded.fetched_at WHERE payload <> excluded.payload"),
      release_(db, "DELETE FROM held_deletions WHERE enrolment_id = ?") {}

std::vector<Value> EnrolmentTable::values(const Observation& seen, const std::string& source,
                                          const model::Enrolment& e) {
  return {to_value(directory_.person(seen, source, e.person)),
          to_value(directory_.item(seen, source, e.item)),
          to_value(directory_.assignment(seen, source, e.assignment)),
          to_value(e.audience_id),
          to_value(std::string(model::text(e.status))),
          to_value(e.source_status),
          to_value(e.available_at),
          to_value(e.due_at),
          to_value(e.completed_at),
          to_value(e.score),
          to_value(e.rank),
          to_value(e.rank_required),
          to_value(e.attempts),
          to_value(e.attempts_min),
          to_value(e.attempts_max),
          to_value(e.created_at),
          to_value(e.updated_at),
          Value(),
          Value()};
}

Effect EnrolmentTable::apply(const Observation& seen, const std::string& source,
                             const model::Enrolment& enrolment) {
  static const std::size_t status = index_of("status"), updated_at = index_of("updated_at"),
                           missing_since = index_of("missing_since"),
                           deleted_at = index_of("deleted_at");
  const std::vector<Value> after = values(seen, source, enrolment);
  const auto found = rows_.find(source, enrolment.source_id);
  const std::int64_t id =
      found ? found->id : rows_.insert(seen, source, enrolment.source_id, after);
  const bool row_changed = found && rows_.update(seen, *found, after);
  if (row_changed && found->values[missing_since] != Value())
    release(id);
  const bool history_changed = history_.apply(seen, id, enrolment.history, !found);
  const bool periods_move = !found || history_changed || found->values[status] != after[status] ||
                            found->values[deleted_at] != after[deleted_at];
  if (periods_move)
    periods_.apply(id, enrolment.history, enrolment.status,
                   status_since(seen, enrolment, found ? found->values[updated_at] : Value()));
  if (store_payloads_)
    keep_payload(seen, id, enrolment.payload);
  return !found                           ? Effect::inserted
         : row_changed || history_changed ? Effect::changed
                                          : Effect::unchanged;
}

void EnrolmentTable::mark_missing(const Observation& seen, const std::string& source,
                                  const std::string& source_id) {
  set_column(seen, source, source_id, "missing_since");
}

void EnrolmentTable::mark_deleted(const Observation& seen, const std::string& source,
                                  const std::string& source_id) {
  set_column(seen, source, source_id, "deleted_at");
  if (const auto id = rows_.find_id(source, source_id)) {
    periods_.close(*id, seen.at);
    release(*id);
  }
}

void EnrolmentTable::set_column(const Observation& seen, const std::string& source,
                                const std::string& source_id, std::string_view column) {
  const auto found = rows_.find(source, source_id);
  if (!found)
    return;
  std::vector<Value> after = found->values;
  after[index_of(column)] = to_value(seen.at);
  rows_.update(seen, *found, after);
}

void EnrolmentTable::release(std::int64_t id) {
  release_.tryReset();
  release_.bind(1, id);
  release_.exec();
}

void EnrolmentTable::keep_payload(const Observation& seen, std::int64_t id,
                                  const std::string& payload) {
  payload_.tryReset();
  payload_.bind(1, id);
  payload_.bindNoCopy(2, payload);
  payload_.bind(3, seen.run_id);
  bind_value(payload_, 4, to_value(seen.at));
  payload_.exec();
}

} // namespace trainsync::store
