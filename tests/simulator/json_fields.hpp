// Fields with and without a value, to JSON and back.
#pragma once

#include "tests/simulator/json.hpp"

namespace trainsync::simulator {

inline Json as_json(const std::string& text) {
  return text;
}
inline Json as_json(int number) {
  return number;
}

inline Json as_json(double number) {
  auto whole = static_cast<std::int64_t>(number);
  return static_cast<double>(whole) == number ? Json(whole) : Json(number);
}

using StampFormat = std::string (*)(Time);

inline void put(Json& object, const char* name, const Stamp& value, Absent absent,
                StampFormat format) {
  if (value) {
    object[name] = format(*value);
  } else if (absent == Absent::null) {
    object[name] = nullptr;
  }
}

template <class Value>
void put(Json& object, const char* name, const std::optional<Value>& value, Absent absent) {
  if (value) {
    object[name] = as_json(*value);
  } else if (absent == Absent::null) {
    object[name] = nullptr;
  }
}

// The value of a field; nothing where it is null or missing.
template <class Value>
std::optional<Value> get(const Json& object, const char* name) {
  auto found = object.find(name);
  return found == object.end() || found->is_null() ? std::nullopt
                                                   : std::optional<Value>(found->get<Value>());
}

inline Stamp get_stamp(const Json& object, const char* name) {
  auto text = get<std::string>(object, name);
  return text ? parse_date_time(*text) : std::nullopt;
}

} // namespace trainsync::simulator
