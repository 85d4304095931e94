// Which files stand at a database's path and beside it (WAL, shared memory, lock). SQLite has them
// open for as long as the connection lives, and would go on writing into them, unseen by everybody,
// when somebody moves, deletes or replaces them. Immutable; may be asked from any thread.
#pragma once

#include "schema/open.hpp"

#include <sys/types.h>

#include <array>
#include <optional>

namespace trainsync::schema {

class FileSet {
public:
  // As they are now, just after the database was opened.
  explicit FileSet(std::filesystem::path database);

  // What has happened to one of them since, as Errc::replaced; nothing where they are the same.
  std::optional<Error> changed() const;

  // To be called when the connection is closed. Where another database stands at the path, a WAL
  // that is still there is the old one's, and SQLite would read it into the new one: it goes. Where
  // none stands there, one may be put there: it goes, too, if it holds nothing.
  void remove_leftovers() const;

private:
  struct Identity {
    dev_t device;
    ino_t number;
    bool operator==(const Identity&) const = default;
  };
  static constexpr std::array suffixes{"", "-wal", "-shm", "-lock"};
  static constexpr std::size_t wal = 1, shm = 2;
  static std::optional<Identity> identity(const std::filesystem::path& file);
  std::filesystem::path file(std::size_t index) const {
    return path_.string() + suffixes.at(index);
  }

  std::filesystem::path path_;
  std::array<std::optional<Identity>, suffixes.size()> identities_;
};

} // namespace trainsync::schema
