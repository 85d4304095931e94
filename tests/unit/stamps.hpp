// Stamps in tests, written as the APIs write them.
#pragma once

#include "daemon/model/stamp.hpp"

#include <string_view>

namespace trainsync::test {

inline model::Stamp at(std::string_view text) {
  return model::parse_stamp(text).value();
}

} // namespace trainsync::test
