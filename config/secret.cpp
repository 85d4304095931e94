#include "config/secret.hpp"

#include "config/text.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

namespace trainsync::config {
namespace {

constexpr std::size_t longest_secret_bytes = 64u << 10;

void wipe(std::string& text) {
  text.resize(text.capacity());
  ::explicit_bzero(text.data(), text.size());
  text.clear();
}

class Descriptor {
public:
  explicit Descriptor(const std::string& path)
      : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0)
      ::close(fd_);
  }
  int get() const { return fd_; }

private:
  int fd_;
};

std::string reason(int error) {
  return std::generic_category().message(error);
}

// The secret's place, as it begins every message about it.
std::string place_of(const SecretRef& ref, const std::string& path) {
  switch (ref.kind) {
  case SecretRef::Kind::credential:
    return "The credential " + in_quotes(ref.name);
  case SecretRef::Kind::file:
    return "The secret file " + path;
  case SecretRef::Kind::env:
    return "The environment variable " + ref.name;
  }
  return {};
}

constexpr const char* put_it_there = "Put the secret into it.";

std::expected<Secret, std::string> checked(std::string&& value, const std::string& place,
                                           const std::string& if_empty) {
  Secret secret(std::move(value));
  const auto text = secret.reveal();
  if (text.empty())
    return std::unexpected(place + " is empty. " + if_empty);
  if (has_control_character(text))
    return std::unexpected(place + " holds a line break or another control character. Put the "
                                   "secret alone into it, on one line.");
  return secret;
}

void trim_newline(std::string& text) {
  for (const std::string_view newline : {"\r\n", "\n"})
    if (text.ends_with(newline))
      return text.resize(text.size() - newline.size());
}

// At most `size` bytes; fewer only at the end of the file. Negative: errno says why.
ssize_t read_up_to(int fd, char* into, std::size_t size) {
  std::size_t had = 0;
  while (had < size) {
    const auto got = ::read(fd, into + had, size - had);
    if (got < 0 && errno != EINTR)
      return -1;
    if (got == 0)
      break;
    had += got > 0 ? static_cast<std::size_t>(got) : 0;
  }
  return static_cast<ssize_t>(had);
}

// Allocated in one piece, so that growing leaves no copy behind in memory.
std::expected<std::string, std::string> read_all(int fd, const std::string& place) {
  std::string value(longest_secret_bytes + 1, '\0');
  const auto size = read_up_to(fd, value.data(), value.size());
  if (size >= 0 && static_cast<std::size_t>(size) <= longest_secret_bytes) {
    value.resize(static_cast<std::size_t>(size));
    return value;
  }
  const auto problem = size < 0 ? " cannot be read: " + reason(errno) + "."
                                : " is longer than 64 KiB, so it is no secret. Name the right one.";
  wipe(value);
  return std::unexpected(place + problem);
}

// Judged by the open descriptor, so that the file cannot be exchanged in between.
std::string objection_to(int fd, const std::string& path, const std::string& place,
                         bool must_be_private) {
  struct stat status{};
  if (::fstat(fd, &status) != 0)
    return place + " cannot be examined: " + reason(errno) + ".";
  if (!S_ISREG(status.st_mode))
    return place + " is not a regular file. Name a file that holds the secret.";
  if (must_be_private && (status.st_mode & 077) != 0)
    return place + " may be read or changed by others than its owner. Run: chmod 600 " + path;
  return {};
}

std::expected<Secret, std::string> read_file(const std::string& path, const std::string& place,
                                             bool must_be_private, const std::string& remedy,
                                             const std::string& if_empty) {
  const Descriptor file(path);
  if (file.get() < 0)
    return std::unexpected(place + " cannot be opened: " + reason(errno) + ". " + remedy);
  if (auto objection = objection_to(file.get(), path, place, must_be_private); !objection.empty())
    return std::unexpected(std::move(objection));
  auto value = read_all(file.get(), place);
  if (!value)
    return std::unexpected(value.error());
  trim_newline(*value);
  return checked(*std::move(value), place, if_empty);
}

std::expected<Secret, std::string> from_credential(const SecretRef& ref,
                                                   const Environment& environment) {
  const auto place = place_of(ref, {});
  if (ref.name.empty() || ref.name.contains('/') || ref.name == "." || ref.name == "..")
    return std::unexpected(place + " is not a plain name. Credentials are named without a path.");
  const auto* directory = environment("CREDENTIALS_DIRECTORY");
  if (!directory || !*directory)
    return std::unexpected(
        place + " is not there, because systemd did not start this process (CREDENTIALS_DIRECTORY "
                "is not set). Start the service, or set CREDENTIALS_DIRECTORY to a folder that "
                "holds a file of that name.");
  const auto path = std::filesystem::path(directory) / ref.name;
  return read_file(path.string(), place, false,
                   "Add LoadCredential=" + ref.name +
                       ":/path/to/the/file to the unit (systemctl edit trainsync), and restart it.",
                   "Put the secret into the file that the unit loads it from (with the package "
                   "/etc/trainsync/credentials/" +
                       ref.name + "), and restart the service.");
}

std::expected<Secret, std::string> from_environment(const SecretRef& ref,
                                                    const Environment& environment) {
  const auto place = place_of(ref, {});
  const auto* value = environment(ref.name.c_str());
  if (!value)
    return std::unexpected(place + " is not set. Set it to the secret before the start.");
  std::string text(value);
  trim_newline(text);
  return checked(std::move(text), place, put_it_there);
}

} // namespace

// Short strings lie inside the object itself, so a string that was moved from still holds its
// characters.
Secret::Secret(std::string&& value) {
  value_.swap(value);
  wipe(value);
}

Secret::Secret(Secret&& other) noexcept {
  value_.swap(other.value_);
  wipe(other.value_);
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe(value_);
    value_.swap(other.value_);
    wipe(other.value_);
  }
  return *this;
}

Secret::~Secret() {
  wipe(value_);
}

std::expected<Secret, std::string> resolve(const SecretRef& ref, const Environment& environment) {
  switch (ref.kind) {
  case SecretRef::Kind::credential:
    return from_credential(ref, environment);
  case SecretRef::Kind::file:
    return read_file(ref.name, place_of(ref, ref.name), true,
                     "Name the right file, and let the user that runs trainsync own it.",
                     put_it_there);
  case SecretRef::Kind::env:
    return from_environment(ref, environment);
  }
  return std::unexpected("The secret has no place that is known.");
}

} // namespace trainsync::config
