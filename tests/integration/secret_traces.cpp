#include "tests/integration/secret_traces.hpp"

#include <algorithm>
#include <array>

namespace trainsync::integration {
namespace {

std::string base64(std::string_view bytes) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string made;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(byte);
    for (count += 8; count >= 6; count -= 6)
      made += letters[bits >> (count - 6) & 63];
  }
  return made; // without the last bits, which depend on what follows
}

// Where the secret does not begin on a border of three bytes, its first letter depends on what
// stands before it.
std::string inner_base64(std::string_view secret, std::size_t offset) {
  return base64(std::string(offset, ' ') + std::string(secret))
      .substr(offset == 0 ? 0 : offset + 1);
}

std::string percent_encoded(std::string_view text) {
  std::string made;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~").contains(c);
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    made += plain ? std::string(1, c) : std::string{'%', digits[byte >> 4], digits[byte & 15]};
  }
  return made;
}

// As in JSON, which may escape a slash.
std::string escaped(std::string_view text, std::string_view special) {
  std::string made;
  for (const char c : text)
    made += special.contains(c) ? std::string{'\\', c} : std::string(1, c);
  return made;
}

} // namespace

std::vector<std::string> traces(std::string_view text, std::string_view secret,
                                std::string_view user) {
  std::vector<std::string> forms{std::string(secret), percent_encoded(secret),
                                 escaped(secret, R"("\)"), escaped(secret, R"("\/)")};
  for (std::size_t offset = 0; offset < 3; ++offset) {
    forms.push_back(inner_base64(secret, offset));
    forms.push_back(inner_base64(percent_encoded(secret), offset));
  }
  if (!user.empty())
    forms.push_back(base64(std::string(user) + ":" + std::string(secret)));
  std::vector<std::string> found;
  std::ranges::copy_if(forms, std::back_inserter(found),
                       [&](const std::string& form) { return text.contains(form); });
  return found;
}

} // namespace trainsync::integration
