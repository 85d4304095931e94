#include "daemon/cli/arguments.hpp"

#include "daemon/cli/exit_code.hpp"

#include <CLI/CLI.hpp>

#include <sstream>

namespace trainsync::cli {
namespace {

constexpr const char* description =
    "Keeps one SQLite file true to two training platforms, Learn and Exec.\n";

constexpr const char* footer = R"(
Examples:
  trainsync --config trainsync.toml sync
  trainsync sync --source learn --full
  trainsync config | less

Exit codes: 0 all is whole; 1 something is not whole or held; 2 the command
line or the config is wrong; 3 no source could be read at all; 4 another
trainsync is writing the file; 5 the file is unusable.)";

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

} // namespace

Arguments parse_arguments(int argc, const char* const* argv) {
  Arguments arguments;
  SyncAction sync;
  ApproveDeletesAction approve;
  SchemaAction schema;
  CLI::App app{description, "trainsync"};
  app.footer(footer);
  app.fallthrough();
  app.set_version_flag("--version", "trainsync " TRAINSYNC_VERSION);
  app.add_option("--config", arguments.config, "The configuration file")
      ->type_name("FILE")
      ->capture_default_str();
  app.require_subcommand(1);

  CLI::App* run_verb = app.add_subcommand("run", "The daemon: read each source when it is due");
  CLI::App* sync_verb =
      app.add_subcommand("sync", "Read all sources once, whatever their intervals");
  sync_verb->add_option("--source", sync.source, "Only this source, by its name in the config")
      ->type_name("NAME");
  sync_verb->add_flag("--full", sync.full, "Read also what has not changed; finds deletions");
  CLI::App* approve_verb =
      app.add_subcommand("approve-deletes", "Delete exactly the rows that are held back now");
  approve_verb->add_option("source", approve.source, "Only this source's")->type_name("SOURCE");
  app.add_subcommand("config", "Print the reference of all configuration keys");
  CLI::App* schema_verb = app.add_subcommand("schema", "Print the schema of the file, as SQL");
  CLI::Option* datasette = schema_verb->add_flag(
      "--datasette", schema.datasette, "Instead: the metadata that Datasette shows beside it");
  schema_verb
      ->add_flag("--diagram", schema.diagram, "Instead: a diagram of the tables, for Mermaid")
      ->excludes(datasette);
  schema_verb
      ->add_option("--database", schema.database,
                   "Datasette's name of the file: its own, without .db")
      ->type_name("NAME")
      ->needs(datasette)
      ->capture_default_str();

  try {
    app.parse(argc, argv);
    if (app.got_subcommand(sync_verb))
      arguments.action = sync;
    else if (app.got_subcommand(run_verb))
      arguments.action = RunAction{};
    else if (app.got_subcommand(approve_verb))
      arguments.action = approve;
    else if (app.got_subcommand(schema_verb))
      arguments.action = schema;
    else
      arguments.action = ConfigAction{};
  } catch (const CLI::ParseError& error) {
    arguments.action = exit_with(app, error);
  }
  return arguments;
}

} // namespace trainsync::cli
