// The alias file: accounts that are one person, where their e-mails do not say so.
#pragma once

#include "daemon/store/person_key.hpp"

#include <expected>
#include <filesystem>

namespace trainsync::cli {

// CSV, a person a line, with commas or semicolons: what stands for the person, then the others;
// each an e-mail, or SOURCE:ID for one account. Empty lines and lines that begin with # are passed
// over. The error names file and line.
std::expected<store::Aliases, std::string> read_aliases(const std::filesystem::path& file);

} // namespace trainsync::cli
