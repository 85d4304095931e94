#include "schema/file_set.hpp"

#include <sys/stat.h>

namespace trainsync::schema {

namespace fs = std::filesystem;

FileSet::FileSet(fs::path database) : path_(std::move(database)) {
  for (std::size_t i = 0; i < suffixes.size(); ++i)
    identities_.at(i) = identity(file(i));
}

std::optional<FileSet::Identity> FileSet::identity(const fs::path& file) {
  struct stat found{};
  if (stat(file.c_str(), &found) != 0)
    return std::nullopt;
  return Identity{found.st_dev, found.st_ino};
}

std::optional<Error> FileSet::changed() const {
  for (std::size_t i = 0; i < suffixes.size(); ++i) {
    const auto now = identity(file(i));
    if (now == identities_.at(i))
      continue;
    const std::string name = file(i).string();
    if (now)
      return Error{Errc::replaced, name + " was replaced while trainsync had it open"};
    return Error{Errc::replaced, name + " was moved away or deleted while trainsync had it open"};
  }
  return std::nullopt;
}

void FileSet::remove_leftovers() const {
  const auto database = identity(path_);
  std::error_code ignored;
  if (database ? database == identities_.front() : fs::file_size(file(wal), ignored) > 0)
    return;
  for (const std::size_t i : {wal, shm}) // the lock is nobody's
    if (identity(file(i)) == identities_.at(i))
      fs::remove(file(i), ignored);
}

} // namespace trainsync::schema
