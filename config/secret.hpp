// Secrets: fetched from where the configuration says, kept unprinted, wiped when no longer needed.
#pragma once

#include "config/config.hpp"

#include <expected>
#include <functional>
#include <string>
#include <string_view>

namespace trainsync::config {

// Holds one secret. Can be moved but not copied, printed or formatted; reveal() is the only way to
// its value, and what it returns must not outlive the Secret. Thread-compatible.
class Secret {
public:
  explicit Secret(std::string&& value); // wipes the caller's string
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  std::string_view reveal() const { return value_; }

  template <class Stream>
  friend Stream& operator<<(Stream&, const Secret&) = delete;

private:
  std::string value_;
};

// As getenv: the value of a variable, or null.
using Environment = std::function<const char*(const char*)>;

// Reads the secret afresh, without one newline at its end. An error is a sentence that names the
// place and says what to do, never the value. Blocks on a file; any thread.
std::expected<Secret, std::string> resolve(const SecretRef& ref, const Environment& environment);

} // namespace trainsync::config
