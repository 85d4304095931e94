#include "schema/open.hpp"

#include "schema/sql.hpp"

#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <sqlite3.h>
#include <unistd.h>

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <optional>
#include <string_view>

namespace trainsync::schema {
namespace {

constexpr int busy_timeout_ms = 5000;

// What is left of a WAL that a long reader made grow, once that reader has ended.
constexpr int kept_wal_bytes = 16 << 20;

constexpr std::size_t sqlite_header_bytes = 100, application_id_at = 68;
constexpr std::string_view sqlite_magic("SQLite format 3\0", 16);

Error no_sqlite_file(const std::filesystem::path& path) {
  return {Errc::not_ours, path.string() + " is no SQLite file; it was left as it is. Set "
                                          "database.path to a file that does not exist yet"};
}

Error another_programs(const std::filesystem::path& path) {
  return {Errc::not_ours, path.string() +
                              " is an SQLite file of another program; it was left as it is. Set "
                              "database.path to a file that does not exist yet"};
}

Error not_writable(const std::filesystem::path& path) {
  return {Errc::unusable, path.string() + " cannot be written by this user: check the owner and "
                                          "the permissions of the file and its folder"};
}

// Says no where the header names no application: what the file is stands in its tables then.
bool foreign_application(std::string_view header) {
  std::uint32_t id = 0;
  for (const char byte : header.substr(application_id_at, 4))
    id = id << 8 | static_cast<unsigned char>(byte);
  return id != 0 && id != static_cast<std::uint32_t>(application_id);
}

std::string why_unreadable(const std::filesystem::path& path, int error) {
  if (error == ENOENT)
    return path.string() + " does not exist yet: run trainsync sync first";
  return path.string() + " cannot be read by this user: " + std::strerror(error) +
         ". Join the group that may (ls -l shows it; with the package: sudo adduser NAME "
         "trainsync, then log in again)";
}

// Why the file must not be touched, if so. Reads only.
std::optional<Error> refuse(const std::filesystem::path& path, SQLite::Database& db) {
  const int id = db.execAndGet("PRAGMA application_id").getInt();
  const int version = db.execAndGet("PRAGMA user_version").getInt();
  const int objects = db.execAndGet("SELECT count(*) FROM sqlite_schema").getInt();
  if (id != application_id && (id != 0 || version != 0 || objects != 0))
    return another_programs(path);
  if (version > newest_version())
    return Error{Errc::newer, path.string() + " was written by a newer trainsync (file version " +
                                  std::to_string(version) + ", this program knows " +
                                  std::to_string(newest_version()) +
                                  "); it was left as it is. Install that version or a later one"};
  return std::nullopt;
}

void migrate(SQLite::Database& db) {
  for (int version = db.execAndGet("PRAGMA user_version").getInt(); version < newest_version();) {
    SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
    db.exec(migrations[static_cast<std::size_t>(version)]);
    ++version;
    db.exec("PRAGMA application_id = " + std::to_string(application_id));
    db.exec("PRAGMA user_version = " + std::to_string(version));
    transaction.commit();
  }
}

void drop_views(SQLite::Database& db) {
  SQLite::Statement names(db, "SELECT group_concat('DROP VIEW \"' || name || '\"', ';') "
                              "FROM sqlite_schema WHERE type = 'view'");
  if (names.executeStep() && !names.getColumn(0).isNull()) {
    const std::string drops = names.getColumn(0).getString();
    names.reset();
    db.exec(drops);
  }
}

void renew_views(SQLite::Database& db) {
  SQLite::Statement current(db, "SELECT 1 FROM meta WHERE key = 'views' AND value = ?");
  current.bind(1, views);
  if (current.executeStep())
    return;
  current.reset();
  SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
  drop_views(db);
  db.exec(views);
  SQLite::Statement remember(db, "INSERT INTO meta (key, value) VALUES ('views', ?) "
                                 "ON CONFLICT (key) DO UPDATE SET value = excluded.value");
  remember.bind(1, views);
  remember.exec();
  transaction.commit();
}

// Without this, a clean close would remove the WAL, and users who may only read could not open the
// file. With a limit to its size a clean close empties it, so that it cannot be read into a backup
// that is put in the file's place.
void keep_wal(SQLite::Database& db) {
  int on = 1;
  sqlite3_file_control(db.getHandle(), "main", SQLITE_FCNTL_PERSIST_WAL, &on);
  db.exec("PRAGMA journal_size_limit = " + std::to_string(kept_wal_bytes));
}

// What may not be written SQLite opens for reading, and stays with that when the rights are mended;
// an empty WAL it even gives the rights that the file has just then.
std::optional<Error> check_rights(const std::filesystem::path& path) {
  for (const char* suffix : {"", "-wal", "-shm"}) {
    const std::filesystem::path file = path.string() + suffix;
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored) && access(file.c_str(), W_OK) != 0)
      return not_writable(file);
  }
  return std::nullopt;
}

// Whether closing the file may move what is in its WAL into it. Not while it may be another
// program's, or its WAL another file's.
void checkpoint_on_close(SQLite::Database& db, bool allowed) {
  sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, allowed ? 0 : 1, nullptr);
}

Error damaged(const std::filesystem::path& path) {
  const std::string file = path.string();
  const std::filesystem::path wal = file + "-wal";
  std::error_code ignored;
  if (!std::filesystem::exists(wal, ignored) || std::filesystem::is_empty(wal, ignored))
    return {Errc::unusable,
            file + " is damaged. Move it away and restore a backup, or let the next sync fill a "
                   "new file"};
  return {Errc::unusable,
          file + " is damaged, or " + wal.string() + " and " + file +
              "-shm beside it are of another file that stood in its place. Move the three away "
              "together and restore a backup, so that none of the three beside it is left, or let "
              "the next sync fill a new file"};
}

} // namespace

int newest_version() {
  return static_cast<int>(migrations.size());
}

Error explain(const std::filesystem::path& path, const SQLite::Exception& error) {
  const std::string file = path.string();
  switch (error.getErrorCode() & 0xff) {
  case SQLITE_NOTADB:
    return no_sqlite_file(path);
  case SQLITE_CANTOPEN:
    return {Errc::unusable,
            file + " cannot be opened: its folder must exist, and this user must be allowed to "
                   "write there (database.path)"};
  case SQLITE_READONLY:
  case SQLITE_PERM:
    return not_writable(path);
  case SQLITE_FULL:
    return {Errc::unusable,
            file + ": the disk is full. What was stored before is intact; free some space, and the "
                   "next sync goes on from there"};
  case SQLITE_IOERR:
    if (error.getExtendedErrorCode() == SQLITE_IOERR_WRITE ||
        error.getExtendedErrorCode() == SQLITE_IOERR_SHMSIZE)
      return {Errc::unusable,
              file + " cannot grow: the disk is full, a limit on the size of files (ulimit -f) is "
                     "reached, or the disk is failing. What was stored before is intact; free "
                     "some space or lift the limit, and the next sync goes on from there"};
    return {Errc::unusable,
            file + ": the disk reports an error (" + error.getErrorStr() +
                "). What was stored before is intact; check the disk and the free space"};
  case SQLITE_CORRUPT:
    return damaged(path);
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return {Errc::unusable,
            file + " is locked by another program; close what writes to it, and try again"};
  default:
    return {Errc::unusable, file + ": " + error.what()};
  }
}

std::expected<void, Error> check_place(const std::filesystem::path& path) {
  std::error_code ignored;
  const auto status = std::filesystem::status(path, ignored);
  if (std::filesystem::is_directory(status))
    return std::unexpected(Error{Errc::unusable, path.string() +
                                                     " is a directory. Set database.path to a file "
                                                     "in it, such as " +
                                                     (path / "training.db").string()});
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
    return std::unexpected(
        Error{Errc::not_ours, path.string() + " is no file for data; it was left as it is. Set "
                                              "database.path to a file that does not exist yet"});
  std::array<char, sqlite_header_bytes> header{};
  std::ifstream file(path, std::ios::binary);
  file.read(header.data(), header.size());
  const std::string_view head(header.data(), static_cast<std::size_t>(file.gcount()));
  if (!head.empty() && !head.starts_with(sqlite_magic))
    return std::unexpected(no_sqlite_file(path));
  if (head.size() == header.size() && foreign_application(head))
    return std::unexpected(another_programs(path));
  return {};
}

std::expected<SQLite::Database, Error> open_writer(const std::filesystem::path& path) {
  if (auto error = check_rights(path))
    return std::unexpected(std::move(*error));
  try {
    SQLite::Database db(path.string(),
                        SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX,
                        busy_timeout_ms);
    checkpoint_on_close(db, false);
    if (auto error = refuse(path, db))
      return std::unexpected(*error);
    db.exec("PRAGMA journal_mode = WAL");
    keep_wal(db);
    db.exec("PRAGMA synchronous = NORMAL");
    db.exec("PRAGMA journal_size_limit = 67108864"); // bytes; one large transaction is not for ever
    db.exec("PRAGMA foreign_keys = ON");
    db.exec("PRAGMA secure_delete = ON"); // what is deleted leaves no bytes in its page
    migrate(db);
    renew_views(db);
    checkpoint_on_close(db, true);
    return db;
  } catch (const SQLite::Exception& error) {
    return std::unexpected(explain(path, error));
  }
}

std::expected<SQLite::Database, Error> open_existing(const std::filesystem::path& path) {
  if (auto error = check_rights(path))
    return std::unexpected(std::move(*error));
  try {
    SQLite::Database db(path.string(), SQLite::OPEN_READWRITE, busy_timeout_ms);
    checkpoint_on_close(db, false);
    if (auto error = refuse(path, db))
      return std::unexpected(*error);
    if (db.execAndGet("PRAGMA user_version").getInt() < newest_version())
      return std::unexpected(Error{Errc::unusable, path.string() +
                                                       " was written by an older trainsync; run "
                                                       "trainsync sync, which brings it up to "
                                                       "date"});
    checkpoint_on_close(db, true);
    keep_wal(db);
    db.exec("PRAGMA synchronous = NORMAL");
    db.exec("PRAGMA foreign_keys = ON");
    return db;
  } catch (const SQLite::Exception& error) {
    return std::unexpected(explain(path, error));
  }
}

std::expected<SQLite::Database, Error> open_reader(const std::filesystem::path& path) {
  if (access(path.c_str(), R_OK) != 0)
    return std::unexpected(Error{Errc::unusable, why_unreadable(path, errno)});
  try {
    SQLite::Database db(path.string(), SQLite::OPEN_READONLY, busy_timeout_ms);
    if (auto error = refuse(path, db))
      return std::unexpected(*error);
    if (db.execAndGet("PRAGMA user_version").getInt() == 0)
      return std::unexpected(
          Error{Errc::unusable, path.string() + " is empty: run trainsync sync first"});
    return db;
  } catch (const SQLite::Exception& error) {
    return std::unexpected(explain(path, error));
  }
}

} // namespace trainsync::schema
