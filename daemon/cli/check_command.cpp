#include "daemon/cli/check_command.hpp"

#include "daemon/cli/check/inquiry.hpp"

#include <iostream>

namespace trainsync::cli {
namespace {

Findings inquire(const std::filesystem::path& config_file) {
  const auto config = config::load(config_file);
  if (config)
    return Inquiry(config_file, *config).run();
  Findings findings;
  for (const config::Problem& problem : config.error())
    findings.push_back(error(bad_usage, "config", config::to_string(problem)));
  return findings;
}

} // namespace

int check_command(const std::filesystem::path& config_file, const CheckAction& action) {
  const Findings findings = inquire(config_file);
  std::cout << (action.json ? findings_json(findings)
                            : findings_page(findings, Paint::for_output()));
  return exit_code(findings);
}

} // namespace trainsync::cli
