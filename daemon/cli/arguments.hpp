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
};
struct ApproveDeletesAction {
  std::optional<std::string> source; // empty: all
};
struct RunAction {};
struct ConfigAction {};
struct ExitAction { // nothing to do but to say this and leave
  int code = 0;
  std::string message;
};

struct Arguments {
  std::filesystem::path config = "/etc/trainsync/trainsync.toml";
  std::variant<RunAction, SyncAction, ApproveDeletesAction, ConfigAction, ExitAction> action;
};

Arguments parse_arguments(int argc, const char* const* argv);

} // namespace trainsync::cli
