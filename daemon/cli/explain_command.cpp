#include "daemon/cli/explain_command.hpp"

#include "daemon/cli/exit_code.hpp"
#include "daemon/cli/explain/dossier.hpp"
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

int nothing_found(SQLite::Database& db, const ExplainAction& action) {
  const std::string id = printable(action.id);
  const Table rejected = read_rejected(db, action);
  if (rejected.empty())
    return tell({not_whole,
                 {"nothing in the file has the id " + id +
                  "; give enrolment_id of a view, a platform's own id or an e-mail (trainsync "
                  "explain --help). What is new on a platform comes with the next sync"}});
  return tell({not_whole,
               {"the record " + id + " of " + rejected.text(0, "source") + " (" +
                rejected.text(0, "stream") + ") is not in the file, since it could not be read: " +
                printable(rejected.text(0, "reason")) +
                ". Its payload is in rejected_records; a later sync takes it as soon as the "
                "platform serves it in good form"}});
}

int several_found(const std::vector<Match>& matches, const ExplainAction& action) {
  std::string choice = printable(action.id) + " may mean several things; say which:";
  for (const Match& match : matches)
    choice += "\n  trainsync explain --kind " + match.kind + " --source " +
              printable(match.source) + " " + printable(match.source_id);
  return tell({not_whole, {choice}});
}

int explain_in(SQLite::Database& db, const ExplainAction& action) {
  const SQLite::Transaction moment(db);
  const auto matches = find_matches(db, action);
  if (matches.empty())
    return nothing_found(db, action);
  const bool one_person =
      is_email(action.id) &&
      std::ranges::all_of(matches, [](const Match& match) { return match.kind == "person"; });
  if (one_person)
    return show(read_person(db, matches), action.json);
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
    return explain_in(*db, action);
  } catch (const SQLite::Exception& error) {
    return tell({bad_file, {schema::explain(config.database.path, error).message}});
  }
}

} // namespace trainsync::cli
