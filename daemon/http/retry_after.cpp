#include "daemon/http/retry_after.hpp"

#include "daemon/http/http_date.hpp"
#include "daemon/http/message.hpp"
#include "daemon/http/number.hpp"
#include "daemon/http/small_json.hpp"

#include <algorithm>
#include <cmath>

namespace trainsync::http {
namespace {

using std::chrono::milliseconds;

std::optional<milliseconds> wait_of(double seconds) {
  if (!std::isfinite(seconds)) {
    return std::nullopt;
  }
  const double capped =
      std::clamp(seconds, 0.0, static_cast<double>(std::chrono::seconds{longest_wait}.count()));
  return milliseconds{std::llround(capped * 1000.0)};
}

std::optional<milliseconds> wait_of(std::string_view text) {
  const auto seconds = number_in<double>(trimmed(text));
  return seconds ? wait_of(*seconds) : std::nullopt;
}

std::optional<milliseconds> wait_of(const nlohmann::json& object) {
  if (!object.is_object()) {
    return std::nullopt;
  }
  const auto found = object.find("retry_after");
  if (found == object.end()) {
    return std::nullopt;
  }
  if (found->is_number()) {
    return wait_of(found->get<double>());
  }
  return found->is_string() ? wait_of(std::string_view(found->get_ref<const std::string&>()))
                            : std::nullopt;
}

std::optional<milliseconds> from_body(const std::string& body) {
  const auto document = small_json(body);
  if (auto wait = wait_of(document)) {
    return wait;
  }
  if (document.is_object() && document.contains("error")) {
    return wait_of(document["error"]);
  }
  return std::nullopt;
}

} // namespace

std::optional<std::chrono::sys_seconds> date(const Response& response) {
  const auto header = response.header("Date");
  return header ? parse_http_date(*header) : std::nullopt;
}

std::optional<milliseconds> retry_after(const Response& response,
                                        std::optional<std::chrono::sys_seconds> now) {
  if (const auto header = response.header("Retry-After")) {
    if (auto wait = wait_of(*header)) {
      return wait;
    }
    const auto until = parse_http_date(*header);
    const auto served = date(response);
    if (until && (served || now)) {
      const auto wait = *until - (served ? *served : *now);
      return wait_of(static_cast<double>(wait.count()));
    }
  }
  return from_body(response.body);
}

} // namespace trainsync::http
