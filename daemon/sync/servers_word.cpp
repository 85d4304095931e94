#include "daemon/sync/servers_word.hpp"

#include "daemon/model/record_reader.hpp"
#include "daemon/model/utf8.hpp"

#include <algorithm>

namespace trainsync::sync {
namespace {

using model::Json;

constexpr std::size_t most_bytes = 160;

std::string text_of(const Json& object, const char* field) {
  const auto found = object.find(field);
  if (found == object.end() || found->is_null())
    return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

// As it is, or as JSON writes it.
bool holds(std::string_view text, std::string_view secret) {
  const std::string quoted = Json(secret).dump(-1, ' ', false, Json::error_handler_t::ignore);
  return !secret.empty() &&
         (text.contains(secret) || text.contains(quoted.substr(1, quoted.size() - 2)));
}

} // namespace

std::string servers_word(std::string_view body, std::span<const std::string_view> secrets) {
  if (body.size() > model::most_small_bytes)
    return {};
  const auto json = model::parse_json(body);
  if (!json || !json->is_object())
    return {};
  const auto nested = json->find("error");
  const std::string word = nested != json->end() && nested->is_object()
                               ? text_of(*nested, "message")
                               : text_of(*json, "message");
  const std::string shown = model::printable(word, most_bytes);
  const bool safe = std::ranges::none_of(secrets, [&](std::string_view secret) {
    return holds(body, secret) || holds(word, secret) || holds(shown, secret);
  });
  return safe ? shown : std::string();
}

} // namespace trainsync::sync
