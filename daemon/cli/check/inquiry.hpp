// One inquiry into a configuration: finding after finding, from the config's own file to the
// platforms' answers.
#pragma once

#include "config/config.hpp"
#include "daemon/cli/asio_clock.hpp"
#include "daemon/cli/check/finding.hpp"
#include "daemon/cli/check/person.hpp"

#include <SQLiteCpp/Database.h>

#include <filesystem>

namespace trainsync::cli {

class Inquiry {
public:
  // Both must outlive it. Call run() before there are threads.
  Inquiry(const std::filesystem::path& config_file, const config::Config& config);

  Findings run();

private:
  void look_at_user();
  void look_at_database();
  void look_at_forgotten(SQLite::Database& db);
  void look_at_other_files();
  void look_at_secrets();
  void look_at_secret(const std::string& about, const config::SecretRef& ref);
  void ask_platforms();
  void add(Findings findings);

  const std::filesystem::path& config_file_;
  const config::Config& config_;
  const std::filesystem::path credentials_; // the folder; empty: none
  const Person person_;                     // who runs trainsync
  Findings findings_;
};

} // namespace trainsync::cli
