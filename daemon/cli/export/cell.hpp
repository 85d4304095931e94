// What stands in an exported column, and which columns are more than text and numbers.
#pragma once

#include "daemon/model/stamp.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace trainsync::cli {

struct YesOrNo {
  bool yes;
  bool operator==(const YesOrNo&) const = default;
};

using Cell = std::variant<std::monostate, std::int64_t, double, std::string, model::Stamp, YesOrNo>;

enum class ColumnKind { plain, stamp, yes_or_no };

// The views keep to these names: stamps end in _at, or are the two ends of a period; what is yes or
// no has the word "is" or "has".
ColumnKind kind_of(std::string_view column);

// The value as the column's kind; as it is where it does not fit.
Cell typed(ColumnKind kind, Cell value);

} // namespace trainsync::cli
