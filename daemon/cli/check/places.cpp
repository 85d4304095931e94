#include "daemon/cli/check/places.hpp"

#include <spdlog/fmt/fmt.h>

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace trainsync::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t mib = 1u << 20;
// Less than this, and a page or two may not fit; less than that, and a larger sync may not.
constexpr std::uint64_t too_little = 16 * mib, little = 256 * mib;

constexpr unsigned others_read = 044, others_write = 022, others_anything = 077,
                   anybody_writes = 002;

std::string network_of(long type) {
  switch (static_cast<unsigned>(type)) {
  case NFS_SUPER_MAGIC:
    return "NFS";
  case SMB_SUPER_MAGIC:
  case 0xff534d42u: // CIFS
  case 0xfe534d42u: // SMB2
    return "SMB";
  case V9FS_MAGIC:
    return "9p";
  default:
    return {};
  }
}

std::string size_words(std::uint64_t bytes) {
  const auto whole = static_cast<double>(bytes);
  return bytes < 10'000'000'000 ? fmt::format("{:.0f} MB", whole / 1e6)
                                : fmt::format("{:.0f} GB", whole / 1e9);
}

fs::path folder_of(const fs::path& file) {
  return fs::absolute(file).parent_path();
}

unsigned mode_of(const fs::path& path) {
  struct stat status{};
  return stat(path.c_str(), &status) == 0 ? status.st_mode & 07777u : 0;
}

std::string refused(const std::string& person, const std::string& what, const Access& access) {
  return access.path + " cannot be " + what + " by " + person + ": " + std::strerror(access.error);
}

// The places that anybody may write, each after a blank.
std::string open_to_anybody(const DatabaseFacts& facts) {
  std::string open;
  if ((facts.folder.mode & anybody_writes) != 0)
    open += " " + facts.folder.path;
  for (const Access& file : facts.files)
    if ((file.mode & anybody_writes) != 0)
      open += " " + file.path;
  return open;
}

} // namespace

std::optional<DiskFacts> disk_facts(const fs::path& database) {
  const std::string folder = folder_of(database).string();
  struct statvfs disk{};
  struct statfs kind{};
  if (statvfs(folder.c_str(), &disk) != 0 || statfs(folder.c_str(), &kind) != 0)
    return std::nullopt;
  std::error_code missing;
  const auto size = fs::file_size(database, missing);
  return DiskFacts{folder, static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize,
                   missing ? 0 : size, (disk.f_flag & ST_RDONLY) != 0,
                   network_of(static_cast<long>(kind.f_type))};
}

Findings judge_disk(const DiskFacts& disk) {
  Findings findings;
  if (disk.is_read_only)
    findings.push_back(error(bad_file, "disk",
                             disk.folder + " is on a disk that is mounted read-only; mount it for "
                                           "writing, or set database.path to another one"));
  if (!disk.network.empty())
    findings.push_back(warning("disk", disk.folder + " is on a network share (" + disk.network +
                                           "), where SQLite's file can be damaged; set "
                                           "database.path to a local disk"));
  const std::string room = size_words(disk.free_bytes) + " are free in " + disk.folder;
  if (disk.free_bytes < too_little)
    findings.push_back(error(bad_file, "disk", room + ", too little to write; free some space"));
  else if (disk.free_bytes < little)
    findings.push_back(warning("disk", room + "; free some space before it runs out (a larger "
                                              "sync may need more)"));
  else if (disk.free_bytes < disk.file_bytes)
    findings.push_back(warning("disk", room + ", less than the file itself has (" +
                                           size_words(disk.file_bytes) +
                                           "): a copy of it would not fit; free some space"));
  else
    findings.push_back(good("disk", room));
  return findings;
}

DatabaseFacts database_facts(const fs::path& database, const Person& person) {
  const fs::path folder = folder_of(database);
  DatabaseFacts facts{database.string(), person.name, {folder.string(), 0, mode_of(folder)}, {}};
  facts.folder.error = denied(person, folder, R_OK | W_OK | X_OK);
  for (const char* suffix : {"", "-wal", "-shm", "-lock"}) {
    const std::string file = database.string() + suffix;
    std::error_code ignored;
    if (fs::is_regular_file(file, ignored))
      facts.files.push_back({file, denied(person, file, R_OK | W_OK), mode_of(file)});
  }
  return facts;
}

Findings judge_access(const DatabaseFacts& facts) {
  Findings findings;
  const std::string& person = facts.person;
  if (facts.folder.error == ENOENT || facts.folder.error == ENOTDIR)
    return {error(bad_file, "folder",
                  "the folder of database.path does not exist: " + facts.folder.path +
                      "; make it, such as with: install -d -m 750 -o " + person + " " +
                      facts.folder.path)};
  if (facts.folder.error != 0)
    findings.push_back(error(bad_file, "folder",
                             refused(person, "written", facts.folder) +
                                 "; let that user own it "
                                 "(chown " +
                                 person + " " + facts.folder.path +
                                 "), or run this as the user who runs trainsync"));
  for (const Access& file : facts.files)
    if (file.error != 0)
      findings.push_back(error(bad_file, "file",
                               refused(person, "written", file) + "; let that user own it (chown " +
                                   person + " " + file.path +
                                   "), or run this as the user who runs trainsync"));
  if (findings.empty())
    findings.push_back(good("folder", facts.folder.path + " can be written by " + person));
  if (const std::string open = open_to_anybody(facts); !open.empty())
    findings.push_back(warning("file", "anybody on this machine may change or replace the "
                                       "database; run: chmod o-w" +
                                           open));
  return findings;
}

FileFacts file_facts(const fs::path& file, const Person& person) {
  FileFacts facts{file.string(), person.name};
  struct stat status{};
  if (stat(file.c_str(), &status) == 0) {
    facts.is_there = true;
    facts.mode = status.st_mode & 07777u;
  }
  if (stat(folder_of(file).c_str(), &status) == 0)
    facts.enclosed = (status.st_mode & others_anything) == 0;
  facts.error = denied(person, file, R_OK);
  return facts;
}

Findings judge_config_file(const FileFacts& facts) {
  Findings findings;
  if ((facts.mode & others_write) != 0)
    findings.push_back(warning(
        "config", fmt::format("{} may be changed by others than its owner (mode {:03o}), who could "
                              "have the secrets sent elsewhere. Run: chmod go-w {}",
                              facts.path, facts.mode, facts.path)));
  if (facts.error != 0)
    findings.push_back(error(bad_usage, "config",
                             refused(facts.person, "read", {facts.path, facts.error}) +
                                 ", who runs trainsync. Run: chgrp " + facts.person + " " +
                                 facts.path + " && chmod 640 " + facts.path));
  return findings;
}

Findings judge_secret_file(const std::string& about, const FileFacts& facts) {
  if (!facts.is_there)
    return {}; // said where it is read
  if ((facts.mode & others_read) != 0 && !facts.enclosed)
    return {error(bad_usage, about,
                  fmt::format("the secret in {} may be read by others than its owner (mode "
                              "{:03o}). Run: chmod 600 {}",
                              facts.path, facts.mode, facts.path))};
  if (facts.error != 0)
    return {error(bad_usage, about,
                  refused(facts.person, "read", {facts.path, facts.error}) +
                      ", who runs trainsync. Run: chown " + facts.person + " " + facts.path)};
  return {};
}

} // namespace trainsync::cli
