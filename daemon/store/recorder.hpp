// Writes the change log. Nothing that a reader sees changes without a row there.
#pragma once

#include "daemon/store/value.hpp"

#include <SQLiteCpp/Database.h>

#include <string_view>

namespace trainsync::store {

// In which run something was seen, and when (the machine's clock).
struct Observation {
  std::int64_t run_id;
  model::Stamp at;
};

class Recorder {
public:
  explicit Recorder(SQLite::Database& db);

  void inserted(const Observation& seen, const char* entity, std::int64_t id);
  void deleted(const Observation& seen, const char* entity, std::int64_t id);
  void erased(const Observation& seen, const char* entity, std::int64_t id);
  void changed(const Observation& seen, const char* entity, std::int64_t id, const char* field,
               const Value& before, const Value& after, const char* kind = "updated");

private:
  void write(const Observation& seen, const char* entity, std::int64_t id, const char* kind,
             const Value& field, const Value& before, const Value& after);

  SQLite::Statement insert_;
};

} // namespace trainsync::store
