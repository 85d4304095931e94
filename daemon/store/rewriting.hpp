// While a person is being forgotten the whole file is written anew, which on a large one takes
// longer than a writer waits for another. The one who does it says so by a lock on the key that
// lies beside the file; it ends with the process.
#pragma once

#include <SQLiteCpp/Database.h>

#include <chrono>
#include <filesystem>

namespace trainsync::store {

class Rewriting {
public:
  explicit Rewriting(const std::filesystem::path& database);
  Rewriting(const Rewriting&) = delete;
  Rewriting& operator=(const Rewriting&) = delete;
  ~Rewriting();

  static bool is_under_way(const std::filesystem::path& database);

private:
  int descriptor_; // negative: there is no key, and nobody to be told
};

// How a connection waits for other writers: as long as its timeout says, and while the file is being
// rewritten however long that takes. Must outlive the connection's use.
class WriterPatience {
public:
  WriterPatience(SQLite::Database& db, std::filesystem::path database);
  WriterPatience(const WriterPatience&) = delete;
  WriterPatience& operator=(const WriterPatience&) = delete;

private:
  static int on_busy(void* self, int times);

  std::filesystem::path database_;
  std::chrono::milliseconds for_any_writer_;
  std::chrono::steady_clock::time_point began_;
};

} // namespace trainsync::store
