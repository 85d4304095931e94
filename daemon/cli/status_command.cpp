#include "daemon/cli/status_command.hpp"

#include "daemon/cli/asio_clock.hpp"
#include "daemon/cli/exit_code.hpp"
#include "daemon/cli/setup.hpp"
#include "daemon/cli/status/lock_holder.hpp"
#include "daemon/cli/status/page.hpp"
#include "daemon/cli/status/read_status.hpp"
#include "schema/open.hpp"

#include <SQLiteCpp/Exception.h>

#include <iostream>

namespace trainsync::cli {
namespace {

std::int64_t bytes_of(const std::filesystem::path& database) {
  std::int64_t bytes = 0;
  for (const char* suffix : {"", "-wal"}) {
    std::error_code missing;
    const auto size = std::filesystem::file_size(database.string() + suffix, missing);
    bytes += missing ? 0 : static_cast<std::int64_t>(size);
  }
  return bytes;
}

} // namespace

int status_command(const config::Config& config, const StatusAction& action) {
  const std::filesystem::path& database = config.database.path;
  auto db = schema::open_reader(database);
  if (!db)
    return tell({bad_file, {db.error().message}});
  try {
    Status status = read_status(*db, config, AsioClock().now());
    status.bytes = bytes_of(database);
    status.writer = writer_of(database);
    std::cout << (action.json ? status_json(status) : status_page(status, Paint::for_output()));
    return is_fresh(status) ? all_whole : not_whole;
  } catch (const SQLite::Exception& error) {
    return tell({bad_file, {schema::explain(database, error).message}});
  }
}

} // namespace trainsync::cli
