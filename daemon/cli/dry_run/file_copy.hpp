// A copy of the file that a dry run may write. It lies in a folder of its own that nobody else may
// enter, below $TMPDIR or /var/tmp, and loses its name as soon as it is open: however the program
// ends, nothing of it is left. The file itself is only read, also while another process writes it.
#pragma once

#include "daemon/cli/setup.hpp"

#include <SQLiteCpp/Database.h>

namespace trainsync::cli {

struct FileCopy {
  std::unique_ptr<store::Store> store;
  SQLite::Database reader;
  std::filesystem::path folder;   // for messages; it is gone
  std::int64_t newest_change = 0; // what was in the file already
};

// Empty where there is no file yet. Refuses where the disk has no room for it.
std::expected<FileCopy, Refusal> copy_file(const config::Config& config);

} // namespace trainsync::cli
