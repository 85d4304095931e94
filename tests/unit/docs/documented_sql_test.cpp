// Every SQL block of the pages runs on a file that the program has just made, and changes nothing.
#include "tests/unit/docs/markdown.hpp"
#include "tests/unit/docs/real_schema.hpp"

#include <SQLiteCpp/Exception.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

namespace trainsync::docs {
namespace {

// Runs all statements of `block`; says what is wrong, or nothing.
std::string run(SQLite::Database& db, const SqlBlock& block) {
  const char* rest = block.sql.c_str();
  int statements = 0;
  for (;; ++statements) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db.getHandle(), rest, -1, &statement, &rest) != SQLITE_OK)
      return db.getErrorMsg();
    if (!statement)
      return statements > 0 ? "" : "the block is empty";
    const bool reads_only = sqlite3_stmt_readonly(statement) != 0;
    int step = SQLITE_ROW;
    while (reads_only && step == SQLITE_ROW)
      step = sqlite3_step(statement);
    sqlite3_finalize(statement);
    if (!reads_only)
      return "the block would write";
    if (step != SQLITE_DONE)
      return db.getErrorMsg();
  }
}

void expect_all_run(const std::string& page, std::size_t at_least) {
  RealSchema schema;
  const std::vector<SqlBlock> blocks = sql_blocks(page);
  EXPECT_GE(blocks.size(), at_least);
  for (const SqlBlock& block : blocks)
    EXPECT_EQ(run(schema.db(), block), "") << block.where;
}

TEST(DocumentedSql, of_the_readme_runs_and_only_reads) {
  expect_all_run("README.md", 10);
}

TEST(DocumentedSql, of_the_data_dictionary_runs_and_only_reads) {
  expect_all_run("schema/README.md", 8);
}

} // namespace
} // namespace trainsync::docs
