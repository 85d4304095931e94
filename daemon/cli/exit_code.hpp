// The program's exit codes, as documented in the README.
#pragma once

namespace trainsync::cli {

enum ExitCode : int {
  all_whole = 0,
  not_whole = 1,    // some stream is not whole, or deletions are held
  bad_usage = 2,    // the command line or the config is wrong, or contradicts the file
  out_of_reach = 3, // no source could be read at all
  locked = 4,       // another writer holds the file
  bad_file = 5      // the file is unusable
};

} // namespace trainsync::cli
