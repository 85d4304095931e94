#include "daemon/cli/report_command.hpp"

#include "daemon/cli/exit_code.hpp"
#include "daemon/cli/export/pending_file.hpp"
#include "daemon/cli/setup.hpp"
#include "daemon/report/gather.hpp"
#include "daemon/report/page.hpp"
#include "daemon/report/words.hpp"
#include "schema/open.hpp"

#include <SQLiteCpp/Exception.h>

#include <unistd.h>

#include <cerrno>
#include <iostream>

namespace trainsync::cli {
namespace {

namespace fs = std::filesystem;

// That only pages are replaced keeps a slip of the hand from replacing the database.
std::expected<void, Refusal> check_target(const fs::path& file, bool replace) {
  const auto wrong = [&](const std::string& why) {
    return std::unexpected(Refusal{bad_usage, {"report: " + why}});
  };
  std::error_code ignored;
  if (fs::is_directory(file, ignored))
    return wrong(file.string() + " is a directory; name a file in it, such as " +
                 (file / "report.html").string());
  if (file.extension() != ".html" && file.extension() != ".htm")
    return wrong(file.string() + ": its name must end with .html, so that browsers open it");
  if (const auto why = in_the_way(file, replace))
    return wrong(*why);
  return {};
}

std::expected<void, std::string> write(const fs::path& place, std::string_view text) {
  auto file = PendingFile::create(place);
  if (!file)
    return std::unexpected(std::move(file.error()));
  while (!text.empty()) {
    const ssize_t written = ::write(file->descriptor(), text.data(), text.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return std::unexpected(write_failure(place.string(), errno));
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return file->put_in_place();
}

std::expected<report::Facts, Refusal> facts_of(const fs::path& database, bool names) {
  auto db = schema::open_reader(database);
  if (!db)
    return std::unexpected(Refusal{bad_file, {db.error().message}});
  try {
    return report::gather(*db, names);
  } catch (const SQLite::Exception& error) {
    return std::unexpected(Refusal{bad_file, {schema::explain(database, error).message}});
  }
}

} // namespace

int report_command(const config::Config& config, const ReportAction& action) {
  if (auto target = check_target(action.file, action.force); !target)
    return tell(target.error());
  const auto facts = facts_of(config.database.path, action.names);
  if (!facts)
    return tell(facts.error());
  if (auto written = write(action.file, report::page(*facts, TRAINSYNC_VERSION)); !written)
    return tell({not_whole, {"report: " + written.error()}});
  std::cout << action.file.string() << ": the report as of " << report::minute(facts->as_of)
            << "\n";
  if (report::needs_attention(*facts))
    std::cout << "Not everything in it is up to date; it says what to do at its top.\n";
  return all_whole;
}

} // namespace trainsync::cli
