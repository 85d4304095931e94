// make_file FILE ROWS: see make_file.hpp.
#include "schema/open.hpp"
#include "tests/bench/make_file.hpp"

#include <cstdlib>
#include <iostream>

int main(int count, char** arguments) {
  const std::int64_t rows = count == 3 ? std::strtoll(arguments[2], nullptr, 10) : 0;
  if (rows < 1'000) {
    std::cerr << "usage: trainsync-bench-file FILE ROWS (a file that does not exist yet; 1000 rows or more)\n";
    return 2;
  }
  if (std::filesystem::exists(arguments[1])) {
    std::cerr << "make_file: " << arguments[1] << " is there already; name a file that is not\n";
    return 2;
  }
  auto db = trainsync::schema::open_writer(arguments[1]);
  if (!db) {
    std::cerr << "make_file: " << db.error().message << "\n";
    return 1;
  }
  trainsync::bench::make_file(*db, rows);
}
