#include "daemon/store/mentions.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace trainsync::store {
namespace {

using Json = nlohmann::ordered_json;

bool is_named(const Json& value, const Names& names) {
  return value.is_string() && names(value.get_ref<const std::string&>());
}

bool holds(const Json& value, const Names& names) {
  if (!value.is_structured())
    return is_named(value, names);
  return std::ranges::any_of(value, [&](const Json& part) { return holds(part, names); });
}

bool redact(Json& value, const Names& names, bool is_root) {
  if (!value.is_structured())
    return is_named(value, names) && (value = nullptr, true);
  if (value.is_object() && !is_root &&
      std::ranges::any_of(value, [&](const Json& part) { return is_named(part, names); })) {
    value = nullptr;
    return true;
  }
  bool redacted = false;
  for (Json& part : value)
    redacted = redact(part, names, false) || redacted;
  return redacted;
}

} // namespace

bool mentions(const std::string& json, const Names& names) {
  const Json value = Json::parse(json, nullptr, false);
  return !value.is_discarded() && holds(value, names);
}

std::optional<std::string> without_mentions(const std::string& json, const Names& names) {
  Json value = Json::parse(json, nullptr, false);
  if (value.is_discarded() || !redact(value, names, true))
    return std::nullopt;
  return value.dump();
}

} // namespace trainsync::store
