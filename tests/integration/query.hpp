// What stands in an SQLite file, for comparisons. Throws SQLite::Exception.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace trainsync::integration {

// One text a row: its columns, joined by '|'; NULL is empty.
std::vector<std::string> query(const std::filesystem::path& file, const std::string& sql);

// The only value.
std::string value(const std::filesystem::path& file, const std::string& sql);

// Every row of the tables that a reader follows: when nothing was written, it is equal.
std::vector<std::string> all_records(const std::filesystem::path& file);

// "ok", or what PRAGMA integrity_check and foreign_key_check find.
std::string integrity(const std::filesystem::path& file);

std::string bytes(const std::filesystem::path& file);
void write(const std::filesystem::path& file, const std::string& text);

} // namespace trainsync::integration
