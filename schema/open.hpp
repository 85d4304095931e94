// Opens the file, whose contract this folder is. A file that is not ours, or that a newer version
// wrote, is left as it is.
#pragma once

#include <SQLiteCpp/Database.h>

#include <expected>
#include <filesystem>
#include <string>

namespace trainsync::schema {

enum class Errc {
  not_ours, // no SQLite file, or another program's
  newer,    // written by a newer trainsync
  replaced, // moved away, deleted or replaced by another file while it was open
  unusable  // missing, not readable or writable, damaged, the disk is full
};

struct Error {
  Errc code;
  std::string message; // what is wrong with which file, and what to do
};

inline constexpr int application_id = 0x54724e53; // "TrNs" in the file's header

// The version that this program writes: how many migrations there are.
int newest_version();

// Refuses what can be told not to be ours by its kind and its first bytes, without touching it or
// making anything beside it.
std::expected<void, Error> check_place(const std::filesystem::path& path);

// For the one writer: creates the file where there is none, and migrates an older one.
std::expected<SQLite::Database, Error> open_writer(const std::filesystem::path& path);

// For a short write beside the one writer's: neither makes nor changes the file's form, and refuses
// one of an older version.
std::expected<SQLite::Database, Error> open_existing(const std::filesystem::path& path);

// For questions. Never changes the file; waits for no writer.
std::expected<SQLite::Database, Error> open_reader(const std::filesystem::path& path);

// What is wrong with `path`, in words that say what to do, when SQLite refused with `error`.
Error explain(const std::filesystem::path& path, const SQLite::Exception& error);

} // namespace trainsync::schema
