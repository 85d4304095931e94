// How Learn's answers become records. Pure. Each function answers why where the body is no such
// listing at all; a single row that cannot be read becomes a rejected record of its page.
#pragma once

#include "daemon/learn/requests.hpp"
#include "daemon/model/pass.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace trainsync::learn {

// `assignment`: the one that was asked for; a row that names none belongs to it.
std::expected<model::Page, std::string> parse_enrolments(std::string_view body,
                                                         std::string_view assignment);
// `department_field`: which of a user's fields says the department (users only).
std::expected<model::Page, std::string>
parse_directory(Listing listing, std::string_view body,
                std::string_view department_field = "department");

} // namespace trainsync::learn
