// Who writes a file, without taking its lock even for a moment: a daemon that starts just then
// would be refused.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace trainsync::cli {

// The process that holds a flock on this inode, as /proc/locks lists them. Pure.
std::optional<long> flock_holder(std::string_view proc_locks, unsigned device_major,
                                 unsigned device_minor, unsigned long inode);

// The process that keeps this database; nothing where there is none, or where it cannot be seen.
std::optional<long> writer_of(const std::filesystem::path& database);

} // namespace trainsync::cli
