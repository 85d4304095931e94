// The requests that Learn's listings are read by: paths and query, after the source's base URL.
// Follows Learn's pages of the enrolments, assignments, users and contents.
#pragma once

#include "daemon/model/pass.hpp"

#include <string>
#include <string_view>

namespace trainsync::learn {

enum class Listing { assignments, users, contents };

// "/assignments/{id}/enrolments?updatedAtFrom=…&updatedAtTo=…&page=…&perPage=…"
std::string enrolments_target(std::string_view assignment, const model::Fetch& fetch,
                              std::int64_t page_size);
// "/assignments/{id}/enrolments/{id}": one enrolment, which not every tenant offers.
std::string enrolment_target(std::string_view assignment, std::string_view enrolment);
std::string directory_target(Listing listing, std::int64_t page, std::int64_t page_size);

} // namespace trainsync::learn
