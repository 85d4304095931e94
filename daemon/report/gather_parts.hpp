// The questions that gather() is made of. Each expects to be asked within its transaction.
#pragma once

#include "daemon/report/facts.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <string_view>

namespace trainsync::report {

// The row's text as long as the row is the current one; empty for NULL.
inline std::string_view text_at(SQLite::Statement& row, int column) {
  return row.getColumn(column).getText();
}

std::size_t index_of(const std::vector<Source>& sources, std::string_view name);

std::vector<Health> health_of(SQLite::Database& db);
std::vector<UnknownStatus> unknown_statuses_of(SQLite::Database& db);
std::vector<OverduePerson> overdue_people_of(SQLite::Database& db);
Trend trend_of(SQLite::Database& db, model::Stamp now);
// Need the sources and the moment; set tally, items and people, and completions.
void add_enrolments(SQLite::Database& db, Facts& facts);
void add_completions(SQLite::Database& db, Facts& facts);

} // namespace trainsync::report
