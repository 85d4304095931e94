// The alias file: accounts that are one person, where their e-mails do not say so.
#pragma once

#include "daemon/store/person_key.hpp"

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace trainsync::cli {

// CSV, a person a line, with commas or semicolons: what stands for the person, then the others;
// each an e-mail, or SOURCE:ID for one account. Empty lines and lines that begin with # are passed
// over. The errors name file and line, one for each line that is wrong, the first twenty.
std::expected<store::Aliases, std::vector<std::string>>
read_aliases(const std::filesystem::path& file);

} // namespace trainsync::cli
