#include "daemon/cli/summary.hpp"

#include "daemon/cli/exit_code.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace trainsync::cli {
namespace {

using Kind = sync::Failure::Kind;

bool is_out_of_reach(const sync::RoundResult& result) {
  return result.counts.pages == 0 && result.failure &&
         (result.failure->kind == Kind::unreachable || result.failure->kind == Kind::unauthorised ||
          result.failure->kind == Kind::forbidden || result.failure->kind == Kind::not_found ||
          result.failure->kind == Kind::refused || result.failure->kind == Kind::unusable);
}

} // namespace

std::string summary(const std::vector<sync::RoundResult>& results, bool dry_run) {
  std::string text = fmt::format("{:<14}{:>8}{:>8}{:>9}{:>11}{:>7}{:>10}{:>9}\n", "source", "rows",
                                 "new", "changed", "unchanged", "pages", "requests", "seconds");
  for (const sync::RoundResult& result : results) {
    const store::Counts& c = result.counts;
    text += fmt::format("{:<14}{:>8}{:>8}{:>9}{:>11}{:>7}{:>10}{:>9.1f}\n",
                        result.source.substr(0, 13), c.seen, c.inserted, c.changed, c.unchanged,
                        c.pages, c.requests, static_cast<double>(result.took.count()) / 1000);
  }
  for (const sync::RoundResult& result : results)
    text += result.source + ": " + store::text(result.outcome) +
            (result.failure ? ": " + result.failure->message : std::string()) + "\n";
  for (const sync::RoundResult& result : results)
    for (const std::string& list : result.unavailable)
      text += result.source + ": not readable for this account: " + list + "\n";
  for (const sync::RoundResult& result : results)
    if (result.held > 0)
      text += result.source + ": " + std::to_string(result.held) +
              (dry_run ? " deletions would be held, since more is gone at once than is plausible"
                       : " deletions are held, since more is gone at once than is plausible: look "
                         "at held_deletions, then run trainsync approve-deletes " +
                             result.source) +
              "\n";
  return text;
}

int exit_code(const std::vector<sync::RoundResult>& results) {
  const auto any_failed_by = [&](Kind kind) {
    return std::ranges::any_of(results, [kind](const sync::RoundResult& result) {
      return result.failure && result.failure->kind == kind;
    });
  };
  if (any_failed_by(Kind::file) || any_failed_by(Kind::replaced))
    return bad_file;
  if (any_failed_by(Kind::config))
    return bad_usage;
  if (std::ranges::all_of(results, is_out_of_reach))
    return out_of_reach;
  const bool whole = std::ranges::all_of(results, [](const sync::RoundResult& result) {
    return result.outcome == store::Outcome::whole && result.held == 0;
  });
  return whole ? all_whole : not_whole;
}

} // namespace trainsync::cli
