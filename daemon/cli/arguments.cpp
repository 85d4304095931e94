#include "daemon/cli/arguments.hpp"

#include "daemon/cli/exit_code.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <sstream>

namespace trainsync::cli {
namespace {

constexpr const char* description =
    "Keeps one SQLite file true to two training platforms, Learn and Exec.\n";

constexpr const char* footer = R"(
Examples:
  trainsync --config trainsync.toml sync
  trainsync sync --source learn --full
  trainsync sync --dry-run
  trainsync check
  trainsync status --json
  trainsync explain harper.taylor@northwind.example
  trainsync export overdue_now overdue.xlsx
  trainsync report report.html
  trainsync forget zoe@example.com
  trainsync backup /backup/training.db
  trainsync config | less

Exit codes: 0 all is whole; 1 something is not whole or held; 2 the command
line or the config is wrong; 3 no source could be read at all; 4 another
trainsync is writing the file; 5 the file is unusable.)";

constexpr const char* sync_footer = R"(
Examples:
  trainsync sync
  trainsync sync --source exec
  trainsync sync --dry-run --full   what would a sync of everything change?

A dry run works on a copy of the file in $TMPDIR or /var/tmp, also while the
service runs. Its requests are real: the platforms count them, the file does
not.)";

constexpr const char* run_footer = R"(
Started by systemd as trainsync.service; on a terminal it works as well. SIGHUP
reads the config again, SIGUSR1 makes everything due now, SIGTERM ends it.

Examples:
  sudo systemctl enable --now trainsync
  trainsync --config my.toml run

Exit codes: 0 it was told to stop; 2 the command line or the config is wrong;
4 another trainsync is writing the file; 5 the file is unusable.)";

constexpr const char* approve_footer = R"(
Rows wait for this where suspiciously many were gone at once. Works while the
service runs. See first what it would delete:
  sqlite3 -readonly FILE "SELECT * FROM held_deletions"

Examples:
  trainsync approve-deletes
  trainsync approve-deletes learn

Exit codes: 0 none is held any more; 2 the command line or the config is wrong;
5 the file is unusable.)";

constexpr const char* config_footer = R"(
Examples:
  trainsync config | less
  trainsync config | grep -A3 poll_interval)";

constexpr const char* schema_footer = R"(
Needs neither the config nor the file.

Examples:
  trainsync schema | less
  trainsync schema --datasette >metadata.json
  trainsync schema --diagram >schema.mmd)";

constexpr const char* replace_help = "Replace the file where it is there already";

constexpr const char* report_footer = R"(
Needs to read the config and the file, but no secret; works while the service
runs.

Examples:
  trainsync report report.html
  trainsync report --force --names /srv/reports/overdue.html

Exit codes: 0 it is written; 1 it cannot be written; 2 the name or the config
is wrong; 5 the database is unusable.)";

constexpr const char* export_footer = R"(
The views are those that trainsync schema prints. Times are UTC. Needs to read
the config and the file, but no secret; works while the service runs.

Examples:
  trainsync export overdue_now overdue.xlsx
  trainsync export --force completion_by_item /srv/reports/completion.csv
  trainsync export person_progress - | head

Exit codes: 0 it is written; 1 it cannot be written; 2 the view, the name or
the config is wrong; 5 the database is unusable.)";

constexpr const char* check_footer = R"(
Asks each platform a few cheap questions, which count in its budget. Changes
nothing else. Run it as root to try the service's own secrets and rights.

Examples:
  sudo trainsync check
  trainsync --config my.toml check

Exit codes: 0 nothing is wrong, warnings aside; 2 the config, or a place that
it names, is wrong; 3 a platform cannot be reached, or refuses the credentials;
5 the file or its folder cannot be used.)";

constexpr const char* status_footer = R"(
Needs to read the config and the file, but no secret; works while the service
runs, and while it does not.

Examples:
  trainsync status
  trainsync status >/dev/null || echo "the training data are not fresh"
  trainsync status --json | jq '.sources[] | {source, state, as_of}'

Exit codes: 0 all is fresh; 1 something is stale, failing, held or was never
read, no sync may write the file, or a forget is not finished; 2 the command
line or the config is wrong; 5 the file is unusable.)";

constexpr const char* explain_footer = R"(
Examples:
  trainsync explain 4711                              the file's enrolment_id
  trainsync explain 65f1c0a29b7d4e3f8a1b2c3d          the platform's own id
  trainsync explain harper.taylor@northwind.example   which ones a person has
  trainsync explain --kind item 12                    the file's item_id

Exit codes: 0 it is shown; 1 nothing of that id, or several things, are in the
file; 2 the command line or the config is wrong; 5 the file is unusable.)";

constexpr const char* forget_footer = R"(
An id is the platform's own, or SOURCE:ID where that is not clear; not a number
that only this file knows. All accounts of the person go, on every source, and
stay away at the next sync. Works while the service runs, and asks nothing.

Examples:
  trainsync forget zoe@example.com
  trainsync forget exec:u1a2b3c4d5e6
  trainsync forget --undo zoe@example.com

Exit codes: 0 no byte is left; 1 another program still reads the file as it
was: end that, and run this again; 2 nobody is meant, or several may be.)";

constexpr const char* backup_footer = R"(
The copy has its name only when it is whole, verified and on the disk. Works
while the service runs.

Examples:
  trainsync backup /backup/training.db
  trainsync backup --force /backup/latest.db

Exit codes: 0 the copy is there; 1 it could not be made.)";

std::string no_verb(const CLI::App& app) {
  const std::vector<std::string> rest = app.remaining();
  std::string message = rest.empty() ? "trainsync: a command is missing"
                                     : "trainsync: \"" + rest.front() + "\" is no command";
  const char* before = "; the commands are ";
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    message += before + verb->get_name();
    before = ", ";
  }
  return message + " (trainsync --help explains them)\n";
}

// What was asked for, such as the help, or what is wrong.
ExitAction exit_with(const CLI::App& app, const CLI::ParseError& error) {
  const bool asked = error.get_exit_code() == 0;
  if (!asked && app.get_subcommands().empty())
    return {bad_usage, no_verb(app)};
  std::ostringstream out;
  app.exit(error, out, out);
  return {asked ? all_whole : bad_usage, out.str()};
}

// A verb and what it was told; the action of the arguments where the verb was called.
template <typename Action>
struct Verb {
  CLI::App& app;
  Action& action;
};

template <typename Action>
Verb<Action> add(CLI::App& app, Arguments& arguments, const char* name, const char* purpose) {
  CLI::App* verb = app.add_subcommand(name, purpose);
  auto action = std::make_shared<Action>();
  verb->final_callback([&arguments, action] { arguments.action = *action; });
  return {*verb, *action};
}

void add_sync(CLI::App& app, Arguments& arguments) {
  const auto [verb, action] =
      add<SyncAction>(app, arguments, "sync", "Read all sources once, whatever their intervals");
  verb.add_option("--source", action.source, "Only this source, by its name in the config")
      ->type_name("NAME");
  verb.add_flag("--full", action.full, "Read also what has not changed; finds deletions");
  verb.add_flag("--dry-run", action.dry_run, "Read, show what would change, and write nothing");
  verb.footer(sync_footer);
}

void add_check(CLI::App& app, Arguments& arguments) {
  const auto [verb, action] =
      add<CheckAction>(app, arguments, "check", "Look for what is wrong, and say what to do");
  verb.add_flag("--json", action.json, "Print JSON, version 1");
  verb.footer(check_footer);
}

void add_status(CLI::App& app, Arguments& arguments) {
  const auto [verb, action] = add<StatusAction>(
      app, arguments, "status", "Say how fresh the file is, for people and monitors");
  verb.add_flag("--json", action.json, "Print JSON, version 1");
  verb.footer(status_footer);
}

void add_explain(CLI::App& app, Arguments& arguments) {
  const auto [verb, action] = add<ExplainAction>(
      app, arguments, "explain", "Show what the file knows of a row, and since when");
  verb.add_option("id", action.id, "An enrolment's number, a platform's id, or an e-mail")
      ->type_name("ID")
      ->required();
  verb.add_option("--kind", action.kind, "What the id is of, where it is of several")
      ->type_name("KIND")
      ->check(CLI::IsMember({"enrolment", "person", "item", "assignment"}));
  verb.add_option("--source", action.source, "Only this source, by its name")->type_name("NAME");
  verb.add_flag("--json", action.json, "Print JSON, version 1");
  verb.footer(explain_footer);
}

void add_approve_deletes(CLI::App& app, Arguments& arguments) {
  const auto [verb, action] = add<ApproveDeletesAction>(
      app, arguments, "approve-deletes", "Delete exactly the rows that are held back now");
  verb.add_option("source", action.source, "Only this source's")->type_name("SOURCE");
  verb.footer(approve_footer);
}

void add_report(CLI::App& app, Arguments& arguments) {
  const auto [verb, action] = add<ReportAction>(app, arguments, "report",
                                                "Write the file's figures as a page for a browser");
  verb.add_option("file", action.file, "Ends with .html")->type_name("FILE.html")->required();
  verb.add_flag("--names", action.names, "List the most overdue people; else nobody is named");
  verb.add_flag("--force", action.force, replace_help);
  verb.footer(report_footer);
}

void add_export(CLI::App& app, Arguments& arguments) {
  const auto [verb, action] =
      add<ExportAction>(app, arguments, "export", "Write a view for a spreadsheet: .xlsx or .csv");
  verb.add_option("view", action.view, "The view, such as overdue_now")
      ->type_name("VIEW")
      ->required();
  verb.add_option("file", action.file, "Ends with .xlsx or .csv; - is the output, as CSV")
      ->type_name("FILE")
      ->required();
  verb.add_flag("--force", action.force, replace_help);
  verb.footer(export_footer);
}

void add_forget(CLI::App& app, Arguments& arguments) {
  const auto [verb, action] =
      add<ForgetAction>(app, arguments, "forget", "Erase one person from the file, for good");
  const CLI::Option* who =
      verb.add_option("EMAIL|ID", action.who, "The person's e-mail, or an id")->type_name("");
  const CLI::Option* undo =
      verb.add_flag("--undo", action.undo, "Lift it: the person may be stored again");
  const CLI::Option* all =
      verb.add_flag("--undo-all", action.undo_all, "Lift it for all people, where the key is lost");
  verb.parse_complete_callback([=] {
    if (all->empty() ? who->empty() : !(who->empty() && undo->empty()))
      throw CLI::ValidationError(all->empty() ? "say whom: EMAIL or ID"
                                              : "--undo-all stands alone");
  });
  verb.footer(forget_footer);
}

void add_backup(CLI::App& app, Arguments& arguments) {
  const auto [verb, action] =
      add<BackupAction>(app, arguments, "backup", "Copy the file while it is in use, verified");
  verb.add_option("FILE", action.file, "The copy")->type_name("")->required();
  verb.add_flag("--force", action.force, replace_help);
  verb.footer(backup_footer);
}

void add_schema(CLI::App& app, Arguments& arguments) {
  const auto [verb, action] =
      add<SchemaAction>(app, arguments, "schema", "Print the schema of the file, as SQL");
  CLI::Option* datasette =
      verb.add_flag("--datasette", action.datasette, "Instead: what Datasette shows beside it");
  verb.add_flag("--diagram", action.diagram, "Instead: a diagram of the tables, for Mermaid")
      ->excludes(datasette);
  verb.add_option("--database", action.database,
                  "Datasette's name of the file: its own, without .db")
      ->type_name("NAME")
      ->needs(datasette)
      ->capture_default_str();
  verb.footer(schema_footer);
}

// In the order in which the help lists them.
void add_verbs(CLI::App& app, Arguments& arguments) {
  add<RunAction>(app, arguments, "run", "The daemon: read each source when it is due")
      .app.footer(run_footer);
  add_sync(app, arguments);
  add_check(app, arguments);
  add_status(app, arguments);
  add_explain(app, arguments);
  add_approve_deletes(app, arguments);
  add_report(app, arguments);
  add_export(app, arguments);
  add_forget(app, arguments);
  add_backup(app, arguments);
  add<ConfigAction>(app, arguments, "config", "Print the reference of all configuration keys")
      .app.footer(config_footer);
  add_schema(app, arguments);
}

} // namespace

Arguments parse_arguments(int argc, const char* const* argv) {
  Arguments arguments;
  CLI::App app{description, "trainsync"};
  app.footer(footer);
  app.fallthrough();
  app.set_version_flag("--version", "trainsync " TRAINSYNC_VERSION);
  app.add_option("--config", arguments.config, "The configuration file")
      ->type_name("FILE")
      ->capture_default_str();
  app.require_subcommand(1);
  add_verbs(app, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    arguments.action = exit_with(app, error);
  }
  return arguments;
}

} // namespace trainsync::cli
