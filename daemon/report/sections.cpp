#include "daemon/report/sections.hpp"

#include "daemon/report/words.hpp"

namespace trainsync::report {

const char* name_of(Platform platform) {
  return platform == Platform::learn ? "Learn" : "Exec";
}

std::vector<Platform> platforms_of(const Facts& facts) {
  std::vector<Platform> present;
  for (const Platform platform : {Platform::learn, Platform::exec})
    if (facts.has(platform))
      present.push_back(platform);
  return present;
}

Tally total(const EachPlatform<Tally>& tally) {
  Tally sum = tally[0];
  return sum += tally[1];
}

std::string name_of(const Source& source) {
  const bool is_plain = source.name == (source.platform == Platform::learn ? "learn" : "exec");
  return is_plain ? name_of(source.platform) : source.name;
}

Html figures_from(const std::string& view, const std::string& more) {
  return element("p", {{"class", "from"}},
                 text("From the view ") + element("code", text(view)) +
                     text(more.empty() ? "." : ". " + more));
}

Html and_more(std::int64_t all, std::size_t shown, const char* what, const std::string& view) {
  const std::int64_t rest = all - static_cast<std::int64_t>(shown);
  if (rest <= 0)
    return {};
  return element("p", text("And " + number(rest) + " more " + what + ": see the view ") +
                          element("code", text(view)) + text("."));
}

} // namespace trainsync::report
