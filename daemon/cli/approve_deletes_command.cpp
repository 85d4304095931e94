#include "daemon/cli/approve_deletes_command.hpp"

#include "daemon/cli/asio_clock.hpp"
#include "daemon/cli/exit_code.hpp"
#include "daemon/store/store.hpp"

#include <SQLiteCpp/Exception.h>

#include <algorithm>
#include <iostream>

namespace trainsync::cli {
namespace {

bool is_configured(const config::Config& config, const std::string& name) {
  return std::ranges::find(config.learn, name, &config::Learn::name) != config.learn.end() ||
         std::ranges::find(config.exec, name, &config::Exec::name) != config.exec.end();
}

} // namespace

int approve_deletes_command(const config::Config& config, const ApproveDeletesAction& action) {
  if (action.source && !is_configured(config, *action.source)) {
    std::cerr << "trainsync: approve-deletes " << *action.source
              << ": the config has no source of that name\n";
    return bad_usage;
  }
  if (!std::filesystem::exists(config.database.path)) {
    std::cerr << "trainsync: " << config.database.path.string()
              << " does not exist yet: run trainsync sync first\n";
    return bad_file;
  }
  auto db = schema::open_writer(config.database.path);
  if (!db) {
    std::cerr << "trainsync: " << db.error().message << "\n";
    return bad_file;
  }
  try {
    store::Store store(std::move(*db), {});
    const std::int64_t count =
        store.approve_deletions(action.source.value_or(""), AsioClock().now());
    std::cout << count << (count == 1 ? " row" : " rows") << " deleted; nothing else is held"
              << (action.source ? " of " + *action.source : std::string()) << "\n";
    return all_whole;
  } catch (const SQLite::Exception& error) {
    std::cerr << "trainsync: " << schema::explain(config.database.path, error).message << "\n";
    return bad_file;
  }
}

} // namespace trainsync::cli
