// A file that comes to be whole or not at all: written beside its place under a name of its own,
// and put in its place at the end. What was not put there is removed.
#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>

namespace trainsync::cli {

// "FILE cannot be written: …", with what to do. `error` is an errno.
std::string write_failure(const std::string& file, int error);

// Why nothing may be written there: "FILE is there already, …", with what to do.
std::optional<std::string> in_the_way(const std::filesystem::path& place, bool replace);

class PendingFile {
public:
  static std::expected<PendingFile, std::string> create(const std::filesystem::path& place);

  PendingFile(PendingFile&& other) noexcept;
  PendingFile& operator=(PendingFile&&) = delete;
  ~PendingFile();

  int descriptor() const { return descriptor_; }
  const std::filesystem::path& written_to() const { return path_; }
  std::expected<void, std::string> put_in_place();

private:
  PendingFile(int descriptor, std::filesystem::path path, std::filesystem::path place)
      : descriptor_(descriptor), path_(std::move(path)), place_(std::move(place)) {}

  int descriptor_;
  std::filesystem::path path_, place_;
};

} // namespace trainsync::cli
