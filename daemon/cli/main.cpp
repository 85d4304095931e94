#include "daemon/cli/main.hpp"

#include "daemon/cli/approve_deletes_command.hpp"
#include "daemon/cli/arguments.hpp"
#include "daemon/cli/backup_command.hpp"
#include "daemon/cli/check_command.hpp"
#include "daemon/cli/exit_code.hpp"
#include "daemon/cli/explain_command.hpp"
#include "daemon/cli/export_command.hpp"
#include "daemon/cli/forget_command.hpp"
#include "daemon/cli/report_command.hpp"
#include "daemon/cli/run_command.hpp"
#include "daemon/cli/setup.hpp"
#include "daemon/cli/status_command.hpp"
#include "daemon/cli/sync_command.hpp"
#include "schema/render.hpp"

#include <malloc.h>
#include <sys/stat.h>

#include <csignal>
#include <exception>
#include <iostream>

namespace trainsync::cli {
namespace {

std::string rendered(const SchemaAction& action) {
  if (action.datasette)
    return schema::as_datasette_metadata(action.database);
  return action.diagram ? schema::as_diagram() : schema::as_sql();
}

struct Run {
  const Arguments& arguments;

  int operator()(const ExitAction& exit) const {
    (exit.code == all_whole ? std::cout : std::cerr) << exit.message;
    return exit.code;
  }
  int operator()(const ConfigAction&) const {
    std::cout << config::reference();
    return all_whole;
  }
  int operator()(const SchemaAction& action) const {
    std::cout << rendered(action);
    return all_whole;
  }
  int operator()(const RunAction&) const { return run_command(arguments.config); }
  int operator()(const SyncAction& action) const {
    return with_config([&](const config::Config& config) { return sync_command(config, action); });
  }
  int operator()(const CheckAction& action) const {
    return check_command(arguments.config, action);
  }
  int operator()(const StatusAction& action) const {
    return with_config(
        [&](const config::Config& config) { return status_command(config, action); });
  }
  int operator()(const ExplainAction& action) const {
    return with_config(
        [&](const config::Config& config) { return explain_command(config, action); });
  }
  int operator()(const ApproveDeletesAction& action) const {
    return with_config(
        [&](const config::Config& config) { return approve_deletes_command(config, action); });
  }
  int operator()(const ReportAction& action) const {
    return with_config(
        [&](const config::Config& config) { return report_command(config, action); });
  }
  int operator()(const ExportAction& action) const {
    return with_config(
        [&](const config::Config& config) { return export_command(config, action); });
  }
  int operator()(const ForgetAction& action) const {
    return with_config([&](const config::Config& config) {
      return forget_command(arguments.config, config, action);
    });
  }
  int operator()(const BackupAction& action) const {
    return with_config(
        [&](const config::Config& config) { return backup_command(config, action); });
  }

  template <class Command>
  int with_config(Command command) const {
    const auto config = config::load(arguments.config);
    if (config)
      return command(*config);
    for (const config::Problem& problem : config.error())
      std::cerr << config::to_string(problem) << "\n";
    return bad_usage;
  }
};

// What a page took is kept for the next one: giving it back to the kernel each time takes a fifth
// of a backfill.
void keep_freed_memory() {
  constexpr int bytes = 16 << 20;
  mallopt(M_TRIM_THRESHOLD, bytes);
  mallopt(M_MMAP_THRESHOLD, bytes);
}

// Files that this process makes are not for everybody, and a limit on their size is an error like a
// full disk instead of the end.
void prepare_process() {
  keep_freed_memory();
  umask(umask(077) | 027);
  std::signal(SIGXFSZ, SIG_IGN);
}

// An answer that nobody could read is none.
int with_output(int code) {
  if (std::cout.flush())
    return code;
  std::cerr << "trainsync: the standard output cannot be written; direct it to a place that takes "
               "it\n";
  return code == all_whole ? int{not_whole} : code;
}

} // namespace

int main(int argc, char** argv) {
  try {
    prepare_process();
    const Arguments arguments = parse_arguments(argc, argv);
    return with_output(std::visit(Run{arguments}, arguments.action));
  } catch (const std::exception& error) {
    std::cerr << "trainsync: " << defect_words(error) << "\n";
    return not_whole;
  }
}

} // namespace trainsync::cli
