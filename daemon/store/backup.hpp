// A copy of the file as it stands at one moment, made while others write it.
#pragma once

#include <SQLiteCpp/Database.h>

#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace trainsync::store {

struct BackupReport {
  std::int64_t bytes = 0, enrolments = 0, people = 0, changes = 0;
  std::optional<std::string> as_of; // when the last run that it holds ended; empty: there is none
  bool with_key = false;            // forgotten people are kept out of it by a key, copied too
  std::vector<std::string> remarks; // what a person should know
};

// Copies `source`, opened for reading, to `target`, which must not be there unless `replace`. The
// copy is one consistent state, checked and on the disk before it has its name; the owner's and the
// group's rights are the source's. It takes a few MB of memory, and holds no writer up. `stopped`
// is asked now and then. The error says what to do; no part of a copy is left then.
std::expected<BackupReport, std::string> back_up(SQLite::Database& source,
                                                 const std::filesystem::path& target, bool replace,
                                                 const std::function<bool()>& stopped);

} // namespace trainsync::store
