#include "daemon/cli/backup_command.hpp"

#include "daemon/cli/exit_code.hpp"
#include "daemon/cli/interruption.hpp"
#include "daemon/cli/setup.hpp"
#include "daemon/store/backup.hpp"

#include <iostream>

namespace trainsync::cli {

int backup_command(const config::Config& config, const BackupAction& action) {
  auto db = schema::open_reader(config.database.path);
  if (!db)
    return tell({bad_file, {db.error().message}});
  Interruption interruption;
  std::optional<int> signal;
  const auto report = store::back_up(*db, action.file, action.force, [&] {
    signal = signal ? signal : interruption.signal();
    return signal.has_value();
  });
  if (!report && signal)
    return tell({128 + *signal, {"interrupted; no copy was made"}});
  if (!report)
    return tell({not_whole, {"backup: " + report.error()}});
  std::cout << action.file.string() << ": " << report->bytes << " bytes, verified\n"
            << report->enrolments << " enrolments, " << report->people << " people, "
            << report->changes << " changes; as of "
            << (report->as_of ? "the run that ended at " + *report->as_of : "before the first run")
            << "\n";
  if (report->with_key)
    std::cout << "with the key of forgotten people beside it: " << action.file.string()
              << "-forget-key\n";
  for (const std::string& remark : report->remarks)
    std::cout << remark << "\n";
  return all_whole;
}

} // namespace trainsync::cli
