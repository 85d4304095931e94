#include "daemon/store/source_pin.hpp"

#include "daemon/store/store.hpp"

#include <SQLiteCpp/Column.h>

namespace trainsync::store {

std::string place_of(const SourcePin& pin) {
  return pin.platform + " " + pin.host + " " + pin.tenant;
}

std::optional<std::string> kept_place(SQLite::Database& db, const std::string& source) {
  SQLite::Statement found(
      db, "SELECT platform || ' ' || host || ' ' || tenant FROM sources WHERE name = ?");
  found.bind(1, source);
  return found.executeStep() ? std::optional(found.getColumn(0).getString()) : std::nullopt;
}

bool has_rows(SQLite::Database& db, const std::string& source) {
  for (const char* sql : {"SELECT 1 FROM enrolments WHERE source = ? LIMIT 1",
                          "SELECT 1 FROM people WHERE source = ? LIMIT 1",
                          "SELECT 1 FROM items WHERE source = ? LIMIT 1",
                          "SELECT 1 FROM assignments WHERE source = ? LIMIT 1"}) {
    SQLite::Statement found(db, sql);
    found.bind(1, source);
    if (found.executeStep())
      return true;
  }
  return false;
}

std::optional<std::string> contradiction(SQLite::Database& db, const SourcePin& pin) {
  const auto kept = kept_place(db, pin.name);
  if (!kept || *kept == place_of(pin) || !has_rows(db, pin.name))
    return std::nullopt;
  return "the file holds source \"" + pin.name + "\" from " + *kept + ", but the config now says " +
         place_of(pin) +
         ". Set that right in the config, or give the new source another name, or set "
         "database.path to a new file";
}

} // namespace trainsync::store
