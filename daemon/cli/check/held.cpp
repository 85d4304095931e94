#include "daemon/cli/check/held.hpp"

#include "daemon/cli/moment.hpp"
#include "daemon/cli/row.hpp"

namespace trainsync::cli {

Findings held_findings(SQLite::Database& db) {
  Findings findings;
  SQLite::Statement query(db, "SELECT source, count(*), min(held_since) FROM held_deletions "
                              "GROUP BY source ORDER BY source");
  while (query.executeStep()) {
    Row row(query);
    const std::string source = row.word();
    const std::int64_t count = row.number();
    const auto since = row.stamp();
    findings.push_back(
        warning(source, with_commas(count) + (count == 1 ? " deletion waits" : " deletions wait") +
                            " for a person's word" + (since ? " since " + moment(*since) : "") +
                            ": look at held_deletions, then, if it is right, run: trainsync "
                            "approve-deletes " +
                            source));
  }
  return findings;
}

} // namespace trainsync::cli
