#include "daemon/cli/explain/nothing.hpp"

#include "daemon/cli/explain/dossier.hpp"
#include "daemon/cli/printable.hpp"
#include "daemon/store/forgetting.hpp"
#include "schema/open.hpp"

namespace trainsync::cli {
namespace {

enum class Forgotten { no, yes, unknown };

// The file tells only those who have its key.
Forgotten is_forgotten(SQLite::Database& db, const std::string& who,
                       const std::filesystem::path& database) {
  if (db.execAndGet("PRAGMA user_version").getInt() < schema::newest_version())
    return Forgotten::no;
  try {
    store::ForgottenTable table(db, database);
    const auto list = table.current();
    if (list->nobody())
      return Forgotten::no;
    return table.person_of(store::hashes_of(db, *list->key(), who)) ? Forgotten::yes
                                                                    : Forgotten::no;
  } catch (const store::NoForgetKey&) {
    return Forgotten::unknown;
  }
}

std::string not_known(const std::string& id, bool is_email) {
  return "nothing in the file has the " + std::string(is_email ? "e-mail " : "id ") + id +
         "; give enrolment_id of a view, a platform's own id or an e-mail (trainsync explain "
         "--help). What is new on a platform comes with the next sync";
}

} // namespace

std::string why_nothing(SQLite::Database& db, const ExplainAction& action,
                        const std::filesystem::path& database) {
  const std::string id = printable(action.id);
  const Table rejected = read_rejected(db, action);
  if (!rejected.empty())
    return "the record " + id + " of " + rejected.text(0, "source") + " (" +
           rejected.text(0, "stream") +
           ") could not be read, and no row of the file is what was asked for: " +
           printable(rejected.text(0, "reason")) +
           ". Its payload is in rejected_records; a later sync takes it as soon as the platform "
           "serves it in good form";
  switch (is_forgotten(db, action.id, database)) {
  case Forgotten::yes:
    return id + " was forgotten: the file has nothing of this person, and syncs pass over what "
                "the platforms still have. trainsync forget --undo lifts that";
  case Forgotten::unknown:
    return not_known(id, is_email(action.id)) + ", unless the person was forgotten";
  default:
    return not_known(id, is_email(action.id));
  }
}

} // namespace trainsync::cli
