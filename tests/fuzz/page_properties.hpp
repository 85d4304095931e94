// What holds for every page of either platform.
#pragma once

#include "daemon/model/pass.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace trainsync::fuzz {

// `read`: how many of the page's rows became records, and are not among the rejected.
void expect_sound_page(const model::Page& page, std::size_t read);

// What JSON's reference parser takes for a list of that many rows holds that many here, unless a
// limit was met. `list_field`: of the object that the list may stand in.
void expect_same_rows(std::string_view body, std::string_view list_field,
                      const std::expected<model::Page, std::string>& parsed);

} // namespace trainsync::fuzz
