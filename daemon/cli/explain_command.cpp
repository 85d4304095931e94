#include "daemon/cli/explain_command.hpp"

#include "daemon/cli/exit_code.hpp"
#include "daemon/cli/explain/dossier.hpp"
#include "daemon/cli/explain/nothing.hpp"
#include "daemon/cli/printable.hpp"
#include "daemon/cli/setup.hpp"
#include "schema/open.hpp"

#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Transaction.h>

#include <algorithm>
#include <iostream>

namespace trainsync::cli {
namespace {

int show(const Dossier& dossier, bool json) {
  std::cout << (json ? dossier_json(dossier) : dossier_page(dossier));
  return all_whole;
}

int several_found(const std::vector<Match>& matches, const ExplainAction& action) {
  std::string choice = printable(action.id) + " may mean several things; say which:";
  for (const Match& match : matches)
    choice += "\n  trainsync explain --kind " + match.kind + " --source " +
              printable(match.source) + " " + printable(match.source_id);
  return tell({not_whole, {choice}});
}

int explain_in(SQLite::Database& db, const ExplainAction& action,
               const std::filesystem::path& database) {
  const SQLite::Transaction moment(db);
  auto matches = find_matches(db, action);
  if (matches.empty())
    matches = find_by_earlier_email(db, action);
  if (matches.empty())
    return tell({not_whole, {why_nothing(db, action, database)}});
  const bool one_person =
      is_email(action.id) &&
      std::ranges::all_of(matches, [](const Match& match) { return match.kind == "person"; });
  if (one_person)
    return show(read_person(db, matches, action.id), action.json);
  if (matches.size() > 1)
    return several_found(matches, action);
  return show(read_dossier(db, matches.front()), action.json);
}

} // namespace

int explain_command(const config::Config& config, const ExplainAction& action) {
  auto db = schema::open_reader(config.database.path);
  if (!db)
    return tell({bad_file, {db.error().message}});
  try {
    return explain_in(*db, action, config.database.path);
  } catch (const SQLite::Exception& error) {
    return tell({bad_file, {schema::explain(config.database.path, error).message}});
  }
}

} // namespace trainsync::cli
