// A file of as many enrolments as are asked for, as a company of that size would have it after
// years: both platforms, people on one or both, every status, Learn's history, periods, the change
// log; and what makes views err: deleted rows, unknown statuses, people without name or e-mail,
// with a shared one, or who have left, and rows without person or item. No payloads.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>

namespace trainsync::bench {

// `db` was just made by schema::open_writer and is empty. The same number gives the same company,
// at its age today. Throws SQLite::Exception.
void make_file(SQLite::Database& db, std::int64_t rows);

} // namespace trainsync::bench
