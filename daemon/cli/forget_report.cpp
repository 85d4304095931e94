#include "daemon/cli/forget_report.hpp"

#include <algorithm>
#include <fstream>
#include <iomanip>
#include <sstream>

namespace trainsync::cli {
namespace {

std::vector<int> lines_naming(const std::filesystem::path& file,
                              const std::set<std::string>& emails) {
  std::vector<int> lines;
  std::ifstream in(file);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    std::istringstream fields(line);
    bool named = false;
    for (std::string field; std::getline(fields, field, ',');)
      named = named || emails.contains(store::normalise_email(field));
    if (named)
      lines.push_back(number);
  }
  return lines;
}

bool names(const std::vector<std::string>& list, const std::set<std::string>& texts) {
  return std::ranges::any_of(list, [&](const std::string& entry) {
    return texts.contains(entry) || texts.contains(store::normalise_email(entry));
  });
}

} // namespace

std::string erased_table(const std::map<std::string, store::Erased>& erased) {
  std::ostringstream out;
  out << "source            accounts enrolments history periods payloads changes rejected\n";
  for (const auto& [source, rows] : erased)
    out << std::left << std::setw(17) << source << std::right << std::setw(9) << rows.accounts
        << std::setw(11) << rows.enrolments << std::setw(8) << rows.history << std::setw(8)
        << rows.periods << std::setw(9) << rows.payloads << std::setw(8) << rows.changes
        << std::setw(9) << rows.rejected << "\n";
  return out.str();
}

std::string who_is_meant(const std::string& who, const store::NoPerson& nobody) {
  if (nobody.choices.empty())
    return "forget: the file has nobody with the e-mail or id \"" + who +
           "\". The view enrolment_overview and the table people have both";
  std::string message = nobody.by_number
                            ? "forget: " + who +
                                  " is no platform's id, only a number of this file, which other "
                                  "tables have too. If this person is meant:"
                            : "forget: \"" + who + "\" may be one of several people. Say which:";
  for (const std::string& choice : nobody.choices)
    message += "\n  trainsync forget " + choice;
  return message;
}

std::vector<std::string> still_named(const std::filesystem::path& config_file,
                                     const config::Config& config, const store::Forgot& forgot) {
  std::vector<std::string> sentences;
  if (config.people.aliases)
    for (const int line : lines_naming(*config.people.aliases, forgot.emails))
      sentences.push_back(config.people.aliases->string() + ":" + std::to_string(line) +
                          " names this person: take the line out");
  for (const config::Exec& exec : config.exec) {
    const auto tell = [&](const char* key) {
      sentences.push_back(config_file.string() + " names this person in " + exec.name + "." + key +
                          ": take it out, or the next sync writes it into the file again");
    };
    if (names(exec.user_emails, forgot.emails))
      tell("user_emails");
    if (names(exec.user_ids, forgot.ids))
      tell("user_ids");
  }
  return sentences;
}

} // namespace trainsync::cli
