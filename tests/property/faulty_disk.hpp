// A disk that fails when it is told to: stands between SQLite and its default VFS, counts SQLite's
// calls, and fails some of them. One at a time, used from one thread.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <optional>

namespace trainsync::property {

class FaultyDisk {
public:
  // shm_lock: exclusive ones.
  enum class Call { open, read, write, truncate, sync, size, lock, shm_map, shm_lock };
  // What fails, and with which code of SQLite's.
  using Trouble = std::map<Call, int>;

  // Is the default VFS from here to the destructor, before which every database must be closed.
  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // The `first`-th call (from 1) of those that `trouble` names fails; where it lasts, all later
  // ones do, too. A write that fails has written half. first = 0: none fails, they are counted.
  void fail(const Trouble& trouble, std::int64_t first, bool lasts);
  // No more faults. How many calls there were that could have failed.
  std::int64_t mend();

private:
  struct File;
  static File& file(sqlite3_file* handle);
  static int on_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* handle, int flags,
                     int* out_flags);
  static const sqlite3_io_methods* methods();
  // SQLITE_OK, or what the call is to fail with.
  int next(Call call);

  sqlite3_vfs* real_;
  sqlite3_vfs vfs_;
  std::optional<Trouble> trouble_;
  std::int64_t count_ = 0, first_ = 0;
  bool lasts_ = false;
};

} // namespace trainsync::property
