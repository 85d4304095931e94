// The indexes in which the rows of a page lie far apart. While an empty file is filled for the
// first time they are left out, and made by sorting when that is over: keeping them row by row
// takes more than half of the load of a large file, and ever more the larger it is. Queries work
// without them, slower.
#pragma once

#include <SQLiteCpp/Database.h>

#include <functional>

namespace trainsync::store {

class ScatteredIndexes {
public:
  explicit ScatteredIndexes(SQLite::Database& db) : db_(db) {}

  // Where the file holds no enrolment yet. The caller holds the transaction.
  void leave_out_of_empty_file();
  // Those that are left out, unless another run is still under way. One transaction; a second or
  // two for 200,000 enrolments. `stopped` is asked now and then: none is made then.
  void complete(const std::function<bool()>& stopped);

private:
  SQLite::Database& db_;
};

} // namespace trainsync::store
