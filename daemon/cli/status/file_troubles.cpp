#include "daemon/cli/status/file_troubles.hpp"

#include "daemon/store/forgotten_table.hpp"
#include "schema/open.hpp"

#include <unistd.h>

#include <cerrno>

namespace trainsync::cli {
namespace {

// A file of an older version may not have the table yet, and has forgotten nobody.
bool is_newest(SQLite::Database& db) {
  return db.execAndGet("PRAGMA user_version").getInt() == schema::newest_version();
}

bool may_not_read(const std::filesystem::path& file) {
  return access(file.c_str(), R_OK) != 0 && errno == EACCES;
}

} // namespace

std::optional<std::string> unfinished_forget(SQLite::Database& db) {
  if (!is_newest(db) || !store::ForgottenTable(db).is_unfinished())
    return std::nullopt;
  return "a forget is not finished: bytes of what was erased may still be in the file. End what "
         "reads the file, then run trainsync forget again with the same e-mail or id; the e-mail "
         "of anybody who was forgotten will do";
}

std::vector<std::string> file_troubles(SQLite::Database& db,
                                       const std::filesystem::path& database) {
  std::vector<std::string> troubles;
  if (!is_newest(db))
    return troubles;
  if (auto unfinished = unfinished_forget(db))
    troubles.push_back(std::move(*unfinished));
  if (may_not_read(store::ForgetKey::file_of(database)))
    return troubles;
  try {
    store::ForgottenTable(db, database).current();
  } catch (const store::NoForgetKey& missing) {
    troubles.emplace_back(missing.what());
  }
  return troubles;
}

} // namespace trainsync::cli
