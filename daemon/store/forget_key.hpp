// The key by which forgotten people are known again. It lies beside the file and not in it,
// readable by its owner only: whoever may read the file alone cannot find out by trying e-mails who
// was forgotten.
#pragma once

#include <array>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

namespace trainsync::store {

class ForgetKey {
public:
  static constexpr std::size_t size_bytes = 32;
  using Bytes = std::array<unsigned char, size_bytes>;

  explicit ForgetKey(const Bytes& bytes) : bytes_(bytes) {}

  static std::filesystem::path file_of(const std::filesystem::path& database);

  // The errors say which file is missing or wrong, and what to do.
  static std::expected<ForgetKey, std::string> read(const std::filesystem::path& database);
  // As read; where there is no key, one is made, which is on the disk when this returns and belongs
  // to whom the database belongs to.
  static std::expected<ForgetKey, std::string> read_or_make(const std::filesystem::path& database);

  // As the file holds it.
  std::string text() const;

  // HMAC-SHA-256 in hexadecimal digits of what kind of thing it is, its source (or nothing), and
  // itself.
  std::string hash(std::string_view kind, std::string_view source, std::string_view value) const;
  // Tells this key from another; kept in the file.
  std::string check() const { return hash("check", {}, {}); }

private:
  Bytes bytes_;
};

} // namespace trainsync::store
