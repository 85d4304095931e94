#include "daemon/cli/forget_command.hpp"

#include "daemon/cli/aliases.hpp"
#include "daemon/cli/asio_clock.hpp"
#include "daemon/cli/exit_code.hpp"
#include "daemon/cli/forget_report.hpp"
#include "daemon/cli/setup.hpp"
#include "daemon/store/scrub.hpp"

#include <SQLiteCpp/Exception.h>

#include <cstdlib>
#include <iostream>

namespace trainsync::cli {
namespace {

// For readers and writers that hold the file.
constexpr auto patience = std::chrono::seconds(10);

// The copy of the file that SQLite makes to write it anew lies beside it, not where others may
// look.
void keep_temporary_files_beside(const std::filesystem::path& database) {
  const auto folder = std::filesystem::absolute(database).parent_path();
  setenv("SQLITE_TMPDIR", folder.c_str(), 0);
}

class Command {
public:
  Command(const std::filesystem::path& config_file, const config::Config& config,
          SQLite::Database& db, store::Aliases aliases)
      : config_file_(config_file), config_(config), db_(db), forgetting_(db, std::move(aliases)) {}

  int forget(const std::string& who) {
    const auto forgot = forgetting_.forget(who, AsioClock().now());
    const bool clean_up = forgetting_.is_unfinished();
    if (!forgot && !(clean_up && forgot.error().choices.empty()))
      return tell({bad_usage, {who_is_meant(who, forgot.error())}});
    if (!forgot)
      std::cout << "the file has nobody of that name now\n";
    else if (forgot->already)
      std::cout << "was forgotten before; the file has no row of this person\n";
    else
      std::cout << erased_table(forgot->erased);
    std::cout.flush();
    const int code = clean_up ? scrub() : int{all_whole};
    if (forgot)
      tell_rest(*forgot);
    return code;
  }

  int undo(const std::string& who) {
    return tell_undone(forgetting_.undo(who),
                       "forget --undo: nobody is forgotten by the e-mail or id \"" + who +
                           "\". Say the e-mail, or SOURCE:ID with the platform's own id");
  }
  int undo_all() {
    return tell_undone(forgetting_.undo_all(), "forget --undo-all: nobody is forgotten");
  }

private:
  int scrub() {
    try {
      if (!store::scrub(db_, patience))
        return tell({not_whole,
                     {"another program reads the file as it was before, so old bytes are still in "
                      "it or in its WAL. End that program's query, or close it, and run this "
                      "command again"}});
    } catch (const SQLite::Exception& error) {
      return tell({not_whole,
                   {"the rows are erased, but old bytes are still among the unused ones of the "
                    "file: " +
                    schema::explain(config_.database.path, error).message +
                    ". Then run this command again; it needs twice the file's size of free disk"}});
    }
    forgetting_.set_finished();
    std::cout << "done: no byte of what was erased is left in the file\n";
    return all_whole;
  }

  void tell_rest(const store::Forgot& forgot) {
    for (const std::string& sentence : still_named(config_file_, config_, forgot))
      std::cout << sentence << "\n";
    std::cout << "kept out of this file from now on. Copies and backups of it that were made\n"
                 "before, and the platforms, still have this person\n";
  }

  int tell_undone(std::int64_t count, const std::string& nobody) {
    if (count == 0)
      return tell({bad_usage, {nobody}});
    std::cout << count << (count == 1 ? " account or e-mail" : " accounts and e-mails")
              << " may be stored again; trainsync sync --full reads them\n";
    return all_whole;
  }

  const std::filesystem::path& config_file_;
  const config::Config& config_;
  SQLite::Database& db_;
  store::Forgetting forgetting_;
};

} // namespace

int forget_command(const std::filesystem::path& config_file, const config::Config& config,
                   const ForgetAction& action) {
  store::Aliases aliases;
  if (config.people.aliases) {
    auto read = read_aliases(*config.people.aliases);
    if (!read)
      return tell({bad_usage, read.error()});
    aliases = std::move(*read);
  }
  if (!std::filesystem::exists(config.database.path))
    return tell(
        {bad_file,
         {config.database.path.string() + " does not exist yet: run trainsync sync first"}});
  keep_temporary_files_beside(config.database.path);
  auto db = schema::open_writer(config.database.path);
  if (!db)
    return tell({bad_file, {db.error().message}});
  try {
    Command command(config_file, config, *db, std::move(aliases));
    return action.undo_all ? command.undo_all()
           : action.undo   ? command.undo(action.who)
                           : command.forget(action.who);
  } catch (const store::NoForgetKey& error) {
    return tell({bad_file, {error.what()}});
  } catch (const SQLite::Exception& error) {
    return tell({bad_file, {schema::explain(config.database.path, error).message}});
  }
}

} // namespace trainsync::cli
