// JSON as the verbs print it: pure ASCII, so that nothing of it can steer a terminal. Pure.
#pragma once

#include "daemon/model/records.hpp"

#include <nlohmann/json.hpp>

namespace trainsync::cli {

inline nlohmann::json json_of(const std::optional<model::Stamp>& stamp) {
  return stamp ? nlohmann::json(model::format_stamp(*stamp)) : nlohmann::json();
}

template <class T>
nlohmann::json json_of(const std::optional<T>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json();
}

inline std::string json_text(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

} // namespace trainsync::cli
