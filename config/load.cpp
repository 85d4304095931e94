#include "config/complete.hpp"
#include "config/config.hpp"
#include "config/hints.hpp"
#include "config/report.hpp"
#include "config/section.hpp"
#include "config/text.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

namespace trainsync::config {
namespace {

constexpr std::uintmax_t largest_file_bytes = 4u << 20;

std::string line_at(std::string_view text, int line) {
  for (; line > 1 && !text.empty(); --line)
    text.remove_prefix(std::min(text.size(), text.find('\n') + 1));
  return std::string(text.substr(0, text.find('\n')));
}

// The parser's own words may quote the value that it stumbled over, so a line about a secret goes
// without them.
bool mentions_a_secret(std::string_view line) {
  for (const std::string_view word :
       {"secret", "key", "credential", "token", "password", "exec_live_"})
    if (line.contains(word))
      return true;
  return false;
}

std::string explain(const toml::parse_error& error, const std::string& line) {
  const std::string said = without_controls(error.description());
  if (said.contains("redefine"))
    return "This is written twice: " + said +
           ". Remove one of them; several accounts of one platform are written [[learn]] or "
           "[[exec]], each with a name.";
  const std::string reason = mentions_a_secret(line) ? "." : ": " + said + ".";
  return "This is not TOML" + reason +
         " Texts, durations and sizes stand in quotes, as in level = \"info\", and each key on a "
         "line of its own.";
}

void read_sections(const toml::table& file, Config& config, Report& report) {
  for (const auto& [name, node] : file) {
    const auto line = line_of(name.source());
    const auto known =
        std::ranges::find(table(), name.str(), [](const Section& section) -> std::string_view {
          return section.info.name;
        });
    if (known != table().end())
      known->read(node, line, config, report);
    else
      report.add(line, unknown_section(name.str(), node.is_table() || node.is_array_of_tables()));
  }
}

std::unexpected<std::vector<Problem>> one_problem(std::string file, int line, std::string message) {
  return std::unexpected(std::vector{Problem{std::move(file), line, std::move(message)}});
}

std::string why_unreadable(const std::filesystem::path& file, int error) {
  const auto reason = std::generic_category().message(error);
  if (error == ENOENT)
    return "cannot be read: " + reason +
           ". Give the right file with --config FILE, or install the sample there.";
  if (error == EACCES)
    return "cannot be read: " + reason +
           ". Let the user that runs trainsync read it, for example: chgrp trainsync " +
           file.string() + " && chmod 640 " + file.string();
  if (error == EISDIR)
    return "cannot be read: it is a directory. Give the file in it, for example --config " +
           (file / "trainsync.toml").string() + ".";
  return "cannot be read: " + reason + ".";
}

} // namespace

std::expected<Config, std::vector<Problem>> parse(std::string_view text, std::string file_name) {
  toml::table file;
  try {
    file = toml::parse(text, file_name);
  } catch (const toml::parse_error& error) {
    const auto line = line_of(error.source());
    return one_problem(std::move(file_name), line, explain(error, line_at(text, line)));
  }
  Report report(std::move(file_name));
  Config config;
  read_sections(file, config, report);
  check_sources(file, report);
  if (!report.empty())
    return std::unexpected(report.take());
  return config;
}

std::expected<Config, std::vector<Problem>> load(const std::filesystem::path& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (std::filesystem::is_directory(status))
    return one_problem(file.string(), 0, why_unreadable(file, EISDIR));
  if (std::filesystem::is_regular_file(status) &&
      std::filesystem::file_size(file, error) > largest_file_bytes)
    return one_problem(file.string(), 0,
                       "is larger than 4 MiB, so it is no configuration. Give "
                       "the right file with --config FILE.");
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  if (!stream)
    return one_problem(file.string(), 0, why_unreadable(file, errno));
  std::ostringstream text;
  text << stream.rdbuf();
  return parse(text.view(), file.string());
}

} // namespace trainsync::config
