// The SQL and the data dictionary of this folder, embedded at build.
#pragma once

#include <span>

namespace trainsync::schema {

extern const std::span<const char* const> migrations; // the n-th takes a file of version n to n + 1
extern const char* const views;
extern const char* const dictionary; // Markdown

} // namespace trainsync::schema
