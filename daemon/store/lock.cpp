#include "daemon/store/lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace trainsync::store {
namespace {

std::string holder(int descriptor) {
  std::array<char, 32> text{};
  const ssize_t size = pread(descriptor, text.data(), text.size() - 1, 0);
  std::string pid(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  while (!pid.empty() && pid.back() == '\n')
    pid.pop_back();
  return pid.empty() ? "another trainsync" : "another trainsync (process " + pid + ")";
}

// What is wrong with the folder where it is missing, else with the rights.
std::string why_not_made(const std::filesystem::path& lock, int error) {
  const std::string folder = std::filesystem::absolute(lock).parent_path().string();
  std::error_code ignored;
  const std::string head = lock.string() + " cannot be made: " + std::strerror(error);
  if (!std::filesystem::is_directory(folder, ignored) && error != EACCES)
    return head + ". The folder of database.path must exist; make " + folder;
  if (error != EACCES && error != EPERM)
    return head + ". This user must be able to write in " + folder;
  if (std::filesystem::exists(lock, ignored))
    return lock.string() + " cannot be written by this user: " + std::strerror(error) +
           "; let that user own it (chown), or run this as the user who runs trainsync";
  return head + ". " + folder +
         " cannot be written by this user; let that user own it (chown), or run this as the user "
         "who runs trainsync";
}

} // namespace

std::filesystem::path lock_file(const std::filesystem::path& database) {
  return database.string() + "-lock";
}

std::expected<Lock, Lock::Error> Lock::take(const std::filesystem::path& database) {
  const std::string path = lock_file(database).string();
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (descriptor < 0)
    return std::unexpected(Error{false, why_not_made(path, errno)});
  Lock lock(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0)
    return std::unexpected(Error{true, holder(descriptor) + " is writing " + database.string() +
                                           ". Stop it, or wait until it has ended"});
  const std::string pid = std::to_string(getpid()) + "\n";
  if (ftruncate(descriptor, 0) != 0 ||
      pwrite(descriptor, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()))
    return std::unexpected(Error{false, path + " cannot be written: " + std::strerror(errno)});
  return lock;
}

Lock::Lock(Lock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Lock::~Lock() {
  if (descriptor_ >= 0)
    close(descriptor_);
}

} // namespace trainsync::store
