// One writer a file. The lock lies beside the file, so that it holds before the file exists, and
// ends with its process.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

namespace trainsync::store {

// What is locked: the file beside the database.
std::filesystem::path lock_file(const std::filesystem::path& database);

class Lock {
public:
  // Fails with a sentence that names the process that holds it, or why the lock's file cannot be
  // made.
  struct Error {
    bool held;
    std::string message;
  };
  static std::expected<Lock, Error> take(const std::filesystem::path& database);

  Lock(Lock&& other) noexcept;
  Lock& operator=(Lock&&) = delete;
  ~Lock();

private:
  explicit Lock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

} // namespace trainsync::store
