// The alias file: e-mails of one person that differ between platforms.
#pragma once

#include "daemon/store/directory.hpp"

#include <expected>
#include <filesystem>

namespace trainsync::cli {

// CSV, a person a line: the e-mail that stands for the person, then the others. Empty lines and
// lines that begin with # are passed over. The error names file and line.
std::expected<store::Aliases, std::string> read_aliases(const std::filesystem::path& file);

} // namespace trainsync::cli
