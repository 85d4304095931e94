// The program's exit codes, as documented in the README.
#pragma once

namespace trainsync::cli {

enum ExitCode : int {
  all_whole = 0,
  not_whole = 1,    // some stream is not whole, or deletions are held
  bad_usage = 2,    // the command line or the config is wrong
  out_of_reach = 3, // nothing could be reached or authorised
  locked = 4,       // another writer holds the file
  bad_file = 5      // the file is unusable
};

} // namespace trainsync::cli
