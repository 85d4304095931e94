// Reads a zip archive, such as a workbook is.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace trainsync::cli {

class Archive {
public:
  struct Entry {
    std::string name;
    std::uint32_t checksum, packed_bytes, bytes, header_at;
    bool deflated;
  };

  // Nothing where it has no list of its files at its end. Archives of 4 GiB and more are not read.
  static std::expected<Archive, std::string> open(const std::filesystem::path& path);

  const std::vector<Entry>& entries() const { return entries_; }
  // Gives what is packed there to `sink`, piece by piece. False where it does not fit the size and
  // the checksum that were noted of it.
  bool unpack(const Entry& entry, const std::function<void(std::string_view)>& sink);

private:
  explicit Archive(std::ifstream file) : file_(std::move(file)) {}
  bool read_entries();
  std::string bytes(std::uint64_t at, std::size_t count);

  std::ifstream file_;
  std::vector<Entry> entries_;
};

} // namespace trainsync::cli
