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
  if (!database || database == identities_.front())
    return;
  for (std::size_t i = 1; i < suffixes.size() - 1; ++i) // the lock is nobody's
    if (identity(file(i)) == identities_.at(i)) {
      std::error_code ignored;
      fs::remove(file(i), ignored);
    }
}

} // namespace trainsync::schema
