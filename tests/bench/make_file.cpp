#include "tests/bench/make_file.hpp"

#include "tests/simulator/clock.hpp"
#include "tests/simulator/rng.hpp"

#include <SQLiteCpp/Transaction.h>
#include <sqlite3.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace trainsync::bench {
namespace {

std::int64_t number(sqlite3_value* value) {
  return sqlite3_value_int64(value);
}

void answer(sqlite3_context* context, const std::string& text) {
  sqlite3_result_text(context, text.c_str(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

std::uint64_t mixed(sqlite3_value** n_and_salt) {
  return simulator::Rng::mix(static_cast<std::uint64_t>(number(n_and_salt[0])) * 64 +
                             static_cast<std::uint64_t>(number(n_and_salt[1])));
}

// roll(n, salt, sides): a number from 0 to sides - 1; salt below 64.
void roll(sqlite3_context* context, int, sqlite3_value** values) {
  const auto sides = static_cast<std::uint64_t>(number(values[2]));
  sqlite3_result_int64(context, static_cast<std::int64_t>(mixed(values) % sides));
}

// hex_id(n, salt): an id as Learn has them.
void hex_id(sqlite3_context* context, int, sqlite3_value** values) {
  simulator::Rng rng(mixed(values));
  answer(context, simulator::new_learn_id(rng));
}

// at(seconds): the stamp.
void at(sqlite3_context* context, int, sqlite3_value** values) {
  answer(context,
         simulator::with_milliseconds(simulator::Time(std::chrono::seconds(number(values[0])))));
}

void add_functions(SQLite::Database& db) {
  const auto add = [&](const char* name, int parameters, auto function) {
    db.createFunction(name, parameters, true, nullptr, function, nullptr, nullptr, nullptr);
  };
  add("roll", 3, roll);
  add("hex_id", 2, hex_id);
  add("at", 1, at);
}

std::string script() {
  std::ifstream in(TRAINSYNC_BENCH "/make_file.sql");
  if (!in)
    throw std::runtime_error(TRAINSYNC_BENCH "/make_file.sql cannot be read");
  return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

void make_file(SQLite::Database& db, std::int64_t rows) {
  add_functions(db);
  db.exec("PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY");
  SQLite::Transaction transaction(db);
  db.exec("CREATE TEMP TABLE wanted AS SELECT " + std::to_string(rows) + " AS rows");
  db.exec(script());
  transaction.commit();
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
}

} // namespace trainsync::bench
