// All that the file knows of one row, section by section.
#pragma once

#include "daemon/cli/explain/find.hpp"
#include "daemon/cli/explain/table.hpp"

#include <string>
#include <utility>
#include <vector>

namespace trainsync::cli {

struct Dossier {
  Match match;
  // By name, in the order of the page; sections may be empty. "row" is always there.
  std::vector<std::pair<std::string, Table>> sections;

  const Table& section(const std::string& name) const;
};

// Throws SQLite::Exception.
Dossier read_dossier(SQLite::Database& db, const Match& match);
// A person, by one or more accounts: the accounts and their enrolments, and until when `email` was
// theirs where it is no more.
Dossier read_person(SQLite::Database& db, const std::vector<Match>& accounts,
                    const std::string& email);
// Records of that id that could not be read.
Table read_rejected(SQLite::Database& db, const ExplainAction& action);

// At most 80 columns but for the platform's own long words. Pure.
std::string dossier_page(const Dossier& dossier);
std::string dossier_json(const Dossier& dossier);

} // namespace trainsync::cli
