// The command line, as a value: one action with what it needs.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

namespace trainsync::cli {

struct SyncAction {
  std::optional<std::string> source; // empty: all
  bool full = false;
  bool dry_run = false;
};
struct ApproveDeletesAction {
  std::optional<std::string> source; // empty: all
};
struct ReportAction {
  std::filesystem::path file;
  bool names = false;
  bool force = false; // replaces a file that is there
};
struct ExportAction {
  std::string view, file; // "-": the standard output
  bool force = false;     // replaces a file that is there
};
struct ForgetAction {
  std::string who; // an e-mail or an id; empty with undo_all
  bool undo = false, undo_all = false;
};
struct BackupAction {
  std::filesystem::path file;
  bool force = false; // replaces a file that is there
};
struct RunAction {};
struct CheckAction {
  bool json = false;
};
struct StatusAction {
  bool json = false;
};
struct ExplainAction {
  std::string id;
  std::optional<std::string> kind, source; // where the id alone is not clear
  bool json = false;
};
struct ConfigAction {};
struct SchemaAction {
  bool datasette = false, diagram = false; // neither: SQL
  std::string database = "training";       // what Datasette calls the file
};
struct ExitAction { // nothing to do but to say this and leave
  int code = 0;
  std::string message;
};

struct Arguments {
  std::filesystem::path config = "/etc/trainsync/trainsync.toml";
  std::variant<RunAction, SyncAction, CheckAction, StatusAction, ExplainAction,
               ApproveDeletesAction, ExportAction, ReportAction, ForgetAction, BackupAction,
               ConfigAction, SchemaAction, ExitAction>
      action;
};

Arguments parse_arguments(int argc, const char* const* argv);

} // namespace trainsync::cli
