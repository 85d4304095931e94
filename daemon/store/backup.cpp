#include "daemon/store/backup.hpp"

#include "daemon/store/forget_key.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>

namespace trainsync::store {
namespace {

namespace fs = std::filesystem;

constexpr int pages_at_once = 1024;

struct Failure {
  std::string message;
};

[[noreturn]] void fail(const fs::path& file, const std::string& what) {
  throw Failure{file.string() + " " + what};
}

[[noreturn]] void fail_with_errno(const fs::path& file, const char* what) {
  const int error = errno;
  fail(file, std::string(what) + ": " + std::strerror(error) +
                 (error == ENOSPC || error == EDQUOT
                      ? ". Free some space there, or name a file on another disk"
                      : ". Name a file in a folder that is there and that this user may write to"));
}

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

// A file beside the target that is gone at the end, unless it got the target's name.
class Partial {
public:
  explicit Partial(const fs::path& target)
      : target_(target), path_(target.string() + ".partial-XXXXXX"),
        descriptor_(mkostemp(path_.data(), O_CLOEXEC)) {
    if (descriptor_ < 0)
      fail_with_errno(target, "cannot be made");
  }
  Partial(const Partial&) = delete;
  Partial& operator=(const Partial&) = delete;
  ~Partial() {
    close(descriptor_);
    if (path_.empty())
      return;
    for (const char* suffix : {"", "-journal", "-wal", "-shm"})
      unlink((path_ + suffix).c_str());
  }

  const std::string& path() const { return path_; }
  int descriptor() const { return descriptor_; }

  // The rights of `original`; its group too, where this user may give it.
  void take_rights(const struct stat& original, std::vector<std::string>& remarks) {
    mode_t mode = original.st_mode & 0640;
    if (fchown(descriptor_, geteuid() == 0 ? original.st_uid : static_cast<uid_t>(-1),
               original.st_gid) != 0) {
      mode &= 0600;
      remarks.push_back("only this user may read it, who may not give it to the group of the "
                        "original");
    }
    if (fchmod(descriptor_, mode) != 0)
      fail_with_errno(target_, "cannot be given its rights");
  }

  // Onto the disk, and under the target's name.
  void publish(bool replace) {
    if (fsync(descriptor_) != 0)
      fail_with_errno(target_, "cannot be written");
    if (!rename_to_target(replace)) {
      if (errno == EEXIST)
        fail(target_, "is already there; name another file, or give --force to replace it");
      fail_with_errno(target_, "cannot be made");
    }
    path_.clear();
    const int folder = open(folder_of(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool kept = folder >= 0 && fsync(folder) == 0;
    if (folder >= 0)
      close(folder);
    if (!kept)
      fail_with_errno(folder_of(target_), "cannot be written");
  }

private:
  bool rename_to_target(bool replace) const {
    if (!replace) {
      if (renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target_.c_str(), RENAME_NOREPLACE) == 0)
        return true;
      if (errno != EINVAL) // which some file systems answer; that nothing was there is known
        return false;
    }
    return rename(path_.c_str(), target_.c_str()) == 0;
  }

  fs::path target_;
  std::string path_;
  int descriptor_;
};

std::int64_t number(SQLite::Database& db, const std::string& sql) {
  return db.execAndGet(sql).getInt64();
}

// What must be the same in the copy: the file's marks and how many rows each table has.
std::map<std::string, std::int64_t> inventory(SQLite::Database& db) {
  std::map<std::string, std::int64_t> numbers;
  for (const char* pragma : {"application_id", "user_version"})
    numbers[pragma] = number(db, std::string("PRAGMA ") + pragma);
  std::vector<std::string> tables;
  SQLite::Statement query(db, "SELECT name FROM sqlite_schema WHERE type = 'table'");
  while (query.executeStep())
    tables.push_back(query.getColumn(0).getString());
  for (const std::string& table : tables)
    numbers["table " + table] = number(db, "SELECT count(*) FROM \"" + table + "\"");
  return numbers;
}

// The transaction holds one state of the source for as long as that takes.
std::map<std::string, std::int64_t> copy(SQLite::Database& source, const std::string& target,
                                         const std::function<bool()>& stopped,
                                         BackupReport& report) {
  SQLite::Transaction transaction(source);
  auto numbers = inventory(source);
  report.enrolments = numbers["table enrolments"];
  report.people = numbers["table people"];
  report.changes = numbers["table changes"];
  report.with_key = numbers["table forgotten"] > 0;
  SQLite::Statement last(source, "SELECT max(ended_at) FROM sync_runs");
  if (last.executeStep() && !last.getColumn(0).isNull())
    report.as_of = last.getColumn(0).getString();
  last.reset();
  SQLite::Database db(target, SQLite::OPEN_READWRITE);
  {
    SQLite::Backup backup(db, source);
    int result = SQLITE_OK;
    while (result == SQLITE_OK && !stopped())
      result = backup.executeStep(pages_at_once);
    if (result == SQLITE_OK)
      throw Failure{"interrupted"};
    if (result != SQLITE_DONE)
      throw SQLite::Exception("the file is locked", result);
  }
  // One file, which needs nothing beside it; whoever writes it next makes a WAL again.
  db.exec("PRAGMA journal_mode = DELETE");
  return numbers;
}

void verify(const fs::path& copy, const std::map<std::string, std::int64_t>& numbers) {
  SQLite::Database db(copy.string(), SQLite::OPEN_READONLY);
  const std::string state = db.execAndGet("PRAGMA integrity_check(1)").getString();
  if (state != "ok")
    throw Failure{"the copy is damaged (" + state +
                  "): check the disk, and the original with PRAGMA integrity_check"};
  SQLite::Statement keys(db, "PRAGMA foreign_key_check");
  if (keys.executeStep())
    throw Failure{"the copy names rows that are not there: check the original with PRAGMA "
                  "foreign_key_check"};
  if (inventory(db) != numbers)
    throw Failure{"the copy has not as many rows as the original: check the disk"};
}

void write_all(const Partial& file, const std::string& text, const fs::path& target) {
  if (::write(file.descriptor(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    fail_with_errno(target, "cannot be written");
}

// Without it the copy would let nobody sync into it.
void copy_key(const fs::path& source, const fs::path& target, const struct stat& owner) {
  const auto key = ForgetKey::read(source);
  if (!key)
    throw Failure{key.error() +
                  ", but people who were forgotten are known by it: a backup without it cannot "
                  "keep them out. Run this as the user that the file belongs to, or as root"};
  const fs::path file = ForgetKey::file_of(target);
  Partial partial(file);
  write_all(partial, key->text(), file);
  if (geteuid() == 0 && fchown(partial.descriptor(), owner.st_uid, owner.st_gid) != 0)
    fail_with_errno(file, "cannot be given to the owner of the original");
  partial.publish(true);
}

void refuse_target(const fs::path& source, const fs::path& target, bool replace) {
  std::error_code ignored;
  if (fs::is_directory(target, ignored))
    fail(target,
         "is a directory; name a file in it, such as " + (target / "training-backup.db").string());
  for (const char* suffix : {"", "-wal", "-shm", "-lock", "-forget-key"})
    if (fs::equivalent(source.string() + suffix, target, ignored))
      fail(target, "is the original, or belongs to it; name another file");
  const auto there = fs::status(target, ignored);
  if (fs::exists(there) && !fs::is_regular_file(there))
    fail(target, "is no ordinary file; it was left as it is. Name another file");
  if (!replace && fs::exists(fs::symlink_status(target, ignored)))
    fail(target, "is already there; name another file, or give --force to replace it");
}

// What stands beside an older copy of that name would be taken for a part of the new one.
void refuse_leftovers(const fs::path& target) {
  std::error_code ignored;
  for (const char* suffix : {"-wal", "-journal"})
    if (fs::file_size(target.string() + suffix, ignored) > 0 && !ignored)
      fail(target.string() + suffix,
           "is there, so " + target.string() + " is in use or was not closed; name another file");
}

BackupReport make(SQLite::Database& source, const fs::path& target, bool replace,
                  const std::function<bool()>& stopped) {
  const fs::path original = source.getFilename();
  refuse_target(original, target, replace);
  refuse_leftovers(target);
  struct stat rights{};
  if (stat(original.c_str(), &rights) != 0)
    fail_with_errno(original, "cannot be read");
  BackupReport report;
  Partial partial(target);
  const auto numbers = copy(source, partial.path(), stopped, report);
  verify(partial.path(), numbers);
  if (stopped())
    throw Failure{"interrupted"};
  partial.take_rights(rights, report.remarks);
  report.bytes = static_cast<std::int64_t>(fs::file_size(partial.path()));
  if (report.with_key)
    copy_key(original, target, rights);
  partial.publish(replace);
  return report;
}

} // namespace

std::expected<BackupReport, std::string> back_up(SQLite::Database& source, const fs::path& target,
                                                 bool replace,
                                                 const std::function<bool()>& stopped) {
  try {
    return make(source, target, replace, stopped);
  } catch (const Failure& failure) {
    return std::unexpected(failure.message);
  } catch (const SQLite::Exception& error) {
    switch (error.getErrorCode() & 0xff) {
    case SQLITE_FULL:
      return std::unexpected(target.string() + " cannot be written: the disk is full. Free some "
                                               "space there, or name a file on another disk");
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      return std::unexpected(target.string() + " cannot be written (" + error.what() +
                             "): check the disk, its free space and limits on the size of files");
    default:
      return std::unexpected(target.string() + " was not made: " + error.what());
    }
  }
}

} // namespace trainsync::store
