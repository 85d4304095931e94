#include "daemon/http/message.hpp"

#include <algorithm>
#include <cctype>

namespace trainsync::http {
namespace {

bool is_token(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](unsigned char c) {
    return std::isalnum(c) || marks.contains(static_cast<char>(c));
  });
}

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text,
                             [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
}

} // namespace

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) {
    return {};
  }
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::string duration_words(std::chrono::milliseconds duration) {
  const auto count = duration.count();
  if (count < 1000) {
    return std::to_string(count) + " ms";
  }
  std::string words = std::to_string(count / 1000);
  if (count % 1000 != 0) {
    std::string fraction = std::to_string(1000 + count % 1000).substr(1);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    words += "." + fraction;
  }
  return words + " s";
}

std::optional<Error> unsendable(const Request& request) {
  if (!is_token(request.method)) {
    return Error{Errc::config, "A request has a method that HTTP does not allow."};
  }
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name)) {
      return Error{Errc::config, "A request has a header whose name HTTP does not allow."};
    }
    if (has_control_character(value)) {
      return Error{Errc::config,
                   "The value of the request header " + name +
                       " holds a line break or another control character. Check the secret "
                       "that it is made of."};
    }
  }
  return std::nullopt;
}

Error body_too_large(const std::string& from, std::size_t max_bytes) {
  return {Errc::too_large, "The answer of " + from + " is larger than " +
                               std::to_string(max_bytes) +
                               " bytes. If that is to be expected, raise http.max_body."};
}

Error canceled_error() {
  return {Errc::canceled, "The request was cancelled."};
}

bool is_permanent(Errc code) {
  switch (code) {
  case Errc::bad_url:
  case Errc::tls_verify:
  case Errc::too_large:
  case Errc::redirect:
  case Errc::config:
  case Errc::unauthorized:
    return true;
  default:
    return false;
  }
}

std::optional<std::string_view> Response::header(std::string_view name) const {
  const auto found = std::ranges::find_if(
      headers, [name](const auto& header) { return same_word(header.first, name); });
  if (found == headers.end()) {
    return std::nullopt;
  }
  return found->second;
}

} // namespace trainsync::http
