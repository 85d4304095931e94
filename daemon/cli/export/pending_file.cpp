#include "daemon/cli/export/pending_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace trainsync::cli {

namespace fs = std::filesystem;

std::string write_failure(const std::string& file, int error) {
  const std::string head = file + " cannot be written: ";
  if (error == ENOSPC || error == EDQUOT)
    return head + "the disk is full; free some space, or choose another disk";
  if (error == EFBIG)
    return head + "it would be larger than files may be here; lift the limit (ulimit -f), or "
                  "choose another disk";
  if (error == ENOENT || error == ENOTDIR)
    return head + "its folder does not exist; make it, or choose another one";
  if (error == EACCES || error == EPERM || error == EROFS)
    return head + "this user may not write in its folder; choose another one";
  return head + std::strerror(error);
}

std::optional<std::string> in_the_way(const fs::path& place, bool replace) {
  std::error_code ignored;
  const auto status = fs::status(place, ignored);
  if (fs::exists(status) && !fs::is_regular_file(status))
    return place.string() + " is no ordinary file; it was left as it is. Choose another name";
  if (fs::exists(status) && !replace)
    return place.string() + " is there already, and was left as it is. Choose another name, or "
                            "replace it with --force";
  return std::nullopt;
}

std::expected<PendingFile, std::string> PendingFile::create(const fs::path& place) {
  std::error_code ignored;
  const fs::path real = fs::exists(place, ignored) ? fs::canonical(place, ignored) : place;
  const fs::path path = real.parent_path() / ("." + real.filename().string().substr(0, 200) + "." +
                                              std::to_string(getpid()) + ".part");
  unlink(path.c_str());
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0)
    return std::unexpected(write_failure(place.string(), errno));
  return PendingFile(descriptor, path, real);
}

PendingFile::PendingFile(PendingFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)),
      place_(std::move(other.place_)) {}

PendingFile::~PendingFile() {
  if (descriptor_ < 0)
    return;
  close(descriptor_);
  unlink(path_.c_str());
}

std::expected<void, std::string> PendingFile::put_in_place() {
  if (fsync(descriptor_) != 0 || rename(path_.c_str(), place_.c_str()) != 0)
    return std::unexpected(write_failure(place_.string(), errno));
  close(std::exchange(descriptor_, -1));
  return {};
}

} // namespace trainsync::cli
