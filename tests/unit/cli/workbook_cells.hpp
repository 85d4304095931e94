// What a spreadsheet would find in a workbook: its XML, read back.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace trainsync::cli {

// The archive's files, by name. Throws std::runtime_error where the archive is not sound.
std::map<std::string, std::string> parts_of(const std::filesystem::path& workbook);

// The cells of a sheet by their place, such as "B2": text as text:…, else number:… (with the
// style's number format where it has one, number[format]:…) or answer:….
std::map<std::string, std::string> cells_of(const std::filesystem::path& workbook, int sheet = 1);

} // namespace trainsync::cli
