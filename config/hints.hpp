// What a person is told about keys and sections that are unknown, missing or misplaced.
#pragma once

#include "config/keys.hpp"

#include <string>
#include <string_view>

namespace trainsync::config {

std::string unknown_key(std::string_view section, std::string_view written);
std::string unknown_section(std::string_view written, bool is_section);
std::string missing_key(std::string_view section, const KeyInfo& key);
std::string not_a_section(const SectionInfo& section);

// "For example: poll_interval = "5m"."
std::string for_example(const KeyInfo& key);

} // namespace trainsync::config
