// What the tests of the file's contract ask of files.
#pragma once

#include "schema/open.hpp"
#include "tests/unit/table_text.hpp"
#include "tests/unit/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace trainsync::schema {

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_file(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

inline SQLite::Database writer_of(const std::filesystem::path& path) {
  auto db = open_writer(path);
  if (!db)
    throw std::runtime_error(db.error().message);
  return std::move(*db);
}

// Every table, index and view, and what makes it.
inline std::vector<std::string> objects_of(SQLite::Database& db) {
  return test::rows_of(db, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2");
}

} // namespace trainsync::schema
