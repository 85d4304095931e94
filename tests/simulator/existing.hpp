// Rows that a change takes for granted.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace trainsync::simulator {

// The row of that id, or std::out_of_range.
template <class Map>
auto& existing(Map& map, std::string_view id, const char* what) {
  auto found = map.find(id);
  if (found == map.end()) {
    throw std::out_of_range(std::string("no ") + what + " has the id " + std::string(id));
  }
  return found->second;
}

} // namespace trainsync::simulator
