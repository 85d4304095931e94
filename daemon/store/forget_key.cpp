#include "daemon/store/forget_key.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

namespace trainsync::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view header = "trainsync forget key 1\n"; // then 64 hexadecimal digits

std::string to_hex(const unsigned char* bytes, std::size_t size) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * size);
  for (std::size_t i = 0; i < size; ++i) {
    hex += digits[bytes[i] >> 4];
    hex += digits[bytes[i] & 15];
  }
  return hex;
}

int digit(char c) {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::optional<ForgetKey::Bytes> from_hex(std::string_view hex) {
  ForgetKey::Bytes bytes{};
  if (hex.size() < 2 * bytes.size())
    return std::nullopt;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const int high = digit(hex[2 * i]), low = digit(hex[2 * i + 1]);
    if (high < 0 || low < 0)
      return std::nullopt;
    bytes[i] = static_cast<unsigned char>(high << 4 | low);
  }
  return bytes;
}

std::string system_error(const fs::path& file, const char* what) {
  return file.string() + " cannot be " + what + ": " + std::strerror(errno);
}

class Descriptor {
public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0)
      close(number_);
  }
  int number() const { return number_; }

private:
  int number_;
};

bool write_key(const Descriptor& file, const fs::path& database) {
  ForgetKey::Bytes bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    return false;
  const std::string text = ForgetKey(bytes).text();
  struct stat owner{};
  const bool given =
      stat(database.c_str(), &owner) == 0 &&
      (owner.st_uid == geteuid() || fchown(file.number(), owner.st_uid, owner.st_gid) == 0);
  return given &&
         ::write(file.number(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
         fsync(file.number()) == 0;
}

// Under its name only when it is whole; where another process was quicker, that one's key stands.
std::expected<void, std::string> make(const fs::path& key, const fs::path& database) {
  std::string partial = key.string() + "-XXXXXX";
  const Descriptor file(mkostemp(partial.data(), O_CLOEXEC));
  bool made = file.number() >= 0 && write_key(file, database) &&
              (link(partial.c_str(), key.c_str()) == 0 || errno == EEXIST);
  const std::string error = made ? "" : system_error(key, "made");
  if (file.number() >= 0)
    unlink(partial.c_str());
  const fs::path folder = key.has_parent_path() ? key.parent_path() : ".";
  const Descriptor directory(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (made && fsync(directory.number()) != 0)
    return std::unexpected(system_error(folder, "written"));
  return made ? std::expected<void, std::string>() : std::unexpected(error);
}

} // namespace

fs::path ForgetKey::file_of(const fs::path& database) {
  return database.string() + "-forget-key";
}

std::expected<ForgetKey, std::string> ForgetKey::read(const fs::path& database) {
  const fs::path key = file_of(database);
  const Descriptor file(open(key.c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 256> text{};
  const ssize_t size = file.number() < 0 ? -1 : ::read(file.number(), text.data(), text.size());
  if (size < 0)
    return std::unexpected(system_error(key, "read"));
  const std::string_view found(text.data(), static_cast<std::size_t>(size));
  const auto bytes =
      found.starts_with(header) ? from_hex(found.substr(header.size())) : std::optional<Bytes>();
  if (!bytes)
    return std::unexpected(key.string() + " is not the key that trainsync has made");
  return ForgetKey(*bytes);
}

std::expected<ForgetKey, std::string> ForgetKey::read_or_make(const fs::path& database) {
  const fs::path key = file_of(database);
  std::error_code ignored;
  if (!fs::exists(key, ignored))
    if (auto made = make(key, database); !made)
      return std::unexpected(made.error());
  return read(database);
}

std::string ForgetKey::text() const {
  return std::string(header) + to_hex(bytes_.data(), bytes_.size()) + "\n";
}

std::string ForgetKey::hash(std::string_view kind, std::string_view source,
                            std::string_view value) const {
  std::string message(kind);
  message.append(1, '\0').append(source).append(1, '\0').append(value);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), bytes_.data(), static_cast<int>(bytes_.size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest.data(),
       &size);
  return to_hex(digest.data(), size);
}

} // namespace trainsync::store
