#include "daemon/store/recorder.hpp"

namespace trainsync::store {
namespace {

Value text_value(const Value& value) {
  auto text = to_text(value);
  return text ? Value(std::move(*text)) : Value();
}

} // namespace

Recorder::Recorder(SQLite::Database& db)
    : insert_(db, "INSERT INTO changes (run_id, entity, entity_id, observed_at, kind, field, "
                  "old_value, new_value) "
                  "VALUES (?, ?, ?, ?, ?, ?, ?, ?)") {}

void Recorder::inserted(const Observation& seen, const char* entity, std::int64_t id) {
  write(seen, entity, id, "inserted", {}, {}, {});
}

void Recorder::deleted(const Observation& seen, const char* entity, std::int64_t id) {
  write(seen, entity, id, "deleted", {}, {}, {});
}

void Recorder::erased(const Observation& seen, const char* entity, std::int64_t id) {
  write(seen, entity, id, "erased", {}, {}, {});
}

void Recorder::changed(const Observation& seen, const char* entity, std::int64_t id,
                       const char* field, const Value& before, const Value& after,
                       const char* kind) {
  write(seen, entity, id, kind, std::string(field), text_value(before), text_value(after));
}

void Recorder::write(const Observation& seen, const char* entity, std::int64_t id, const char* kind,
                     const Value& field, const Value& before, const Value& after) {
  insert_.tryReset();
  const Value at = to_value(seen.at);
  bind_value(insert_, 1, seen.run_id > 0 ? Value(seen.run_id) : Value());
  insert_.bindNoCopy(2, entity);
  insert_.bind(3, id);
  bind_in_place(insert_, 4, at);
  insert_.bindNoCopy(5, kind);
  bind_in_place(insert_, 6, field);
  bind_in_place(insert_, 7, before);
  bind_in_place(insert_, 8, after);
  insert_.exec();
}

} // namespace trainsync::store
