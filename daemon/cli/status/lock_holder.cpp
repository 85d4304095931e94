#include "daemon/cli/status/lock_holder.hpp"

#include "daemon/store/lock.hpp"

#include <spdlog/fmt/fmt.h>

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <charconv>
#include <fstream>
#include <sstream>
#include <string>

namespace trainsync::cli {

std::optional<long> flock_holder(std::string_view proc_locks, unsigned device_major,
                                 unsigned device_minor, unsigned long inode) {
  const std::string wanted = fmt::format("{:02x}:{:02x}:{}", device_major, device_minor, inode);
  std::istringstream lines{std::string(proc_locks)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string number, type, strength, access, pid, file;
    words >> number >> type;
    if (type != "FLOCK" || !(words >> strength >> access >> pid >> file) || file != wanted)
      continue;
    long found = 0;
    if (std::from_chars(pid.data(), pid.data() + pid.size(), found).ec == std::errc() && found > 0)
      return found;
  }
  return std::nullopt;
}

std::optional<long> writer_of(const std::filesystem::path& database) {
  struct stat status{};
  if (stat(store::lock_file(database).c_str(), &status) != 0)
    return std::nullopt;
  std::ifstream file("/proc/locks");
  std::ostringstream text;
  text << file.rdbuf();
  return flock_holder(text.view(), major(status.st_dev), minor(status.st_dev), status.st_ino);
}

} // namespace trainsync::cli
