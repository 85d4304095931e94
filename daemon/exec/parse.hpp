// How Exec's answers become records. Pure. Follows Exec's page "List scenario assignments".
#pragma once

#include "daemon/model/pass.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace trainsync::exec {

// Answers why where the body is no such listing at all; a single row that cannot be read becomes a
// rejected record.
std::expected<model::Page, std::string> parse_assignments(std::string_view body);

} // namespace trainsync::exec
