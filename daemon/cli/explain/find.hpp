// Which rows an id may mean.
#pragma once

#include "daemon/cli/arguments.hpp"

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <string>
#include <vector>

namespace trainsync::cli {

struct Match {
  std::string kind; // enrolment, person, item or assignment
  std::int64_t id = 0;
  std::string source, source_id;

  bool operator==(const Match&) const = default;
};

bool is_email(const std::string& id);

// By a platform's id, of any kind; by the file's number, which is an enrolment's unless a kind is
// asked for; by an e-mail, a person's accounts. Throws SQLite::Exception.
std::vector<Match> find_matches(SQLite::Database& db, const ExplainAction& action);
// The accounts of whoever had this e-mail before, as the log of changes has it.
std::vector<Match> find_by_earlier_email(SQLite::Database& db, const ExplainAction& action);

} // namespace trainsync::cli
