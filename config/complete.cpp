#include "config/complete.hpp"

#include "config/text.hpp"
#include "config/url.hpp"

#include <map>
#include <string>
#include <string_view>

namespace trainsync::config {
namespace {

std::string_view host_of(Region region) {
  switch (region) {
  case Region::production:
    return "public.api.learn.link";
  case Region::staging:
    return "public.api.learnstaging.link";
  case Region::mea:
    return "public.api.mea.learn.tech";
  case Region::mea_staging:
    return "public.api.meastaging.learn.tech";
  }
  return {};
}

int line_of(const toml::table& table, std::string_view key) {
  const auto found = table.find(key);
  return found == table.end() ? 0 : static_cast<int>(found->first.source().begin.line);
}

void check_one_address(const toml::table& from, int line, Report& report) {
  const bool region = from.contains("region");
  const bool base_url = from.contains("base_url");
  if (!region && !base_url)
    report.add(line, "[learn] has neither region nor base_url. Add a line such as region = "
                     "\"production\" below it.");
  if (region && base_url)
    report.add(line_of(from, "base_url"),
               "[learn] has both region and base_url. Remove one of them: the region stands for "
               "an address.");
}

// The names that sources have taken so far, and the lines where they did.
class SourceNames {
public:
  explicit SourceNames(Report& report) : report_(report) {}

  void take(std::string_view platform, const toml::table& source, bool one_of_several) {
    const auto own_line = static_cast<int>(source.source().begin.line);
    if (one_of_several && !source.contains("name")) {
      report_.add(own_line, "Each of several [[" + std::string(platform) +
                                "]] needs a name. Add a line such as name = \"north\" below it.");
      return;
    }
    const auto name = source["name"].value_or(std::string(platform));
    const auto line = source.contains("name") ? line_of(source, "name") : own_line;
    if (const auto [earlier, taken] = lines_.emplace(name, line); !taken)
      report_.add(line, "The name " + in_quotes(name) + " is taken by the source on line " +
                            std::to_string(earlier->second) +
                            ". Give each source a name of its own.");
  }

private:
  Report& report_;
  std::map<std::string, int> lines_;
};

} // namespace

void complete(Learn& learn, const toml::table& from, int line, Report& report) {
  check_one_address(from, line, report);
  if (learn.region && learn.base_url.empty())
    learn.base_url = "https://" + std::string(host_of(*learn.region)) + "/rest/v1";
  if (learn.token_url.empty())
    learn.token_url = origin_of(learn.base_url) + "/oauth2/token/" + learn.tenant_id;
  if (learn.client_id.empty())
    learn.client_id = learn.tenant_id;
}

void check_sources(const toml::table& file, Report& report) {
  SourceNames names(report);
  bool written = false;
  for (const std::string_view platform : {"learn", "exec"}) {
    const auto* node = file.get(platform);
    if (!node)
      continue;
    written = true;
    if (const auto* source = node->as_table())
      names.take(platform, *source, false);
    else if (node->is_array_of_tables())
      for (const auto& each : *node->as_array())
        names.take(platform, *each.as_table(), node->as_array()->size() > 1);
  }
  if (!written)
    report.add(0, "There is nothing to sync: the file has neither [learn] nor [exec]. Add at "
                  "least one of them; 'trainsync config' lists their keys.");
}

} // namespace trainsync::config
