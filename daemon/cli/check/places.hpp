// Judges the places that the config names: the database's folder and file, its disk, the config and
// the secrets. Facts are gathered apart from the judgement, which is pure.
#pragma once

#include "daemon/cli/check/finding.hpp"
#include "daemon/cli/check/person.hpp"

#include <cstdint>
#include <optional>

namespace trainsync::cli {

struct DiskFacts {
  std::string folder; // of the database
  std::uint64_t free_bytes = 0, file_bytes = 0;
  bool is_read_only = false;
  std::string network; // what kind of network share; empty: none
};
// Nothing where there is no such folder.
std::optional<DiskFacts> disk_facts(const std::filesystem::path& database);
Findings judge_disk(const DiskFacts& disk);

struct Access {
  std::string path;
  int error = 0;     // errno; 0: all that is needed is allowed
  unsigned mode = 0; // its permissions
};

struct DatabaseFacts {
  std::string path, person; // who runs trainsync
  Access folder;
  std::vector<Access> files; // the database and those beside it, as far as they are there
};
DatabaseFacts database_facts(const std::filesystem::path& database, const Person& person);
Findings judge_access(const DatabaseFacts& facts);

// A file that is read: the config, a secret, aliases.
struct FileFacts {
  std::string path, person;
  bool is_there = false;
  unsigned mode = 0;     // its permissions
  bool enclosed = false; // the folder that it lies in keeps others out
  int error = 0;         // errno, where that person reads it
};
FileFacts file_facts(const std::filesystem::path& file, const Person& person);
Findings judge_config_file(const FileFacts& facts);
// `about`: the key that names it.
Findings judge_secret_file(const std::string& about, const FileFacts& facts);

} // namespace trainsync::cli
