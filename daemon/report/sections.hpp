// The parts of the page, one a question. Each says in a sentence what it has nothing to show of.
#pragma once

#include "daemon/report/facts.hpp"
#include "daemon/report/html.hpp"

#include <string>
#include <vector>

namespace trainsync::report {

struct Section {
  const char* id;
  std::string heading;
  Html body;
};

Html alert(const Facts& facts);      // at the top, in words; empty where all is up to date
Html fresh_line(const Facts& facts); // where there is no alert
Html headline(const Facts& facts);
Section freshness_section(const Facts& facts);
Section items_section(const Facts& facts);
Section months_section(const Facts& facts);
Section overdue_section(const Facts& facts);
Section people_section(const Facts& facts); // only with names
Section platforms_section(const Facts& facts);
Section trend_section(const Facts& facts);
Section notes_section(const Facts& facts);

// What sections share.

inline constexpr std::size_t title_columns = 160;

const char* name_of(Platform platform);
std::vector<Platform> platforms_of(const Facts& facts);
Tally total(const EachPlatform<Tally>& tally);
inline std::size_t index(Platform platform) {
  return static_cast<std::size_t>(platform);
}
// "Learn", or the source's own name where it has one.
std::string name_of(const Source& source);
// Where the figures are from: a view and what it needs besides.
Html figures_from(const std::string& view, const std::string& more = {});
// "and 4,980 more: see the view …"; empty where none are.
Html and_more(std::int64_t all, std::size_t shown, const char* what, const std::string& view);

} // namespace trainsync::report
