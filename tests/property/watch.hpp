// Sees every write to the file at the moment that it is made, through triggers that live on the
// writing connection only; the file itself is as the program makes it.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace trainsync::property {

class Watch {
public:
  // (source, source id) of an enrolment.
  using Row = std::pair<std::string, std::string>;

  // Sets the triggers. The watch outlives the connection; it may watch several, one after the
  // other.
  void attach(SQLite::Database& db);
  // Replays the change log of the file from the values that each row was inserted with.
  void check_replay(SQLite::Database& db);

  std::function<void(const Row&)> on_missing = [](const Row&) {};
  std::function<void(const Row&)> on_deleted = [](const Row&) {};
  std::vector<std::string> violations; // sentences
  std::int64_t enrolment_writes = 0;

private:
  using Fields = std::map<std::string, std::optional<std::string>>;
  using Entity = std::pair<std::string, std::int64_t>; // as in the change log

  void saw(const std::vector<std::string>& words);
  void replay(SQLite::Database& db, std::map<Entity, Fields>& rows);
  void compare(SQLite::Database& db, const char* entity, const char* table,
               const std::map<Entity, Fields>& rows);
  static void call(struct sqlite3_context* context, int count, struct sqlite3_value** values);

  std::map<Entity, Fields> inserted_;
  std::int64_t last_seq_ = 0;
};

} // namespace trainsync::property
