#include "daemon/report/page.hpp"

#include "daemon/report/chart.hpp"
#include "daemon/report/sections.hpp"
#include "daemon/report/style.hpp"
#include "daemon/report/words.hpp"

namespace trainsync::report {
namespace {

constexpr const char* head_start =
    R"html(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
)html";

std::vector<Section> sections_of(const Facts& facts) {
  std::vector<Section> sections{freshness_section(facts), items_section(facts),
                                months_section(facts), overdue_section(facts)};
  if (facts.names)
    sections.push_back(people_section(facts));
  sections.push_back(platforms_section(facts));
  sections.push_back(trend_section(facts));
  sections.push_back(notes_section(facts));
  return sections;
}

Html navigation(const std::vector<Section>& sections) {
  Html links;
  for (const Section& section : sections)
    links += element(
        "li", element("a", {{"href", std::string("#") + section.id}}, text(section.heading)));
  return element("nav", {{"aria-label", "Contents"}}, element("ul", links));
}

Html header(const Facts& facts) {
  std::vector<std::string> names;
  for (const Platform platform : platforms_of(facts))
    names.emplace_back(name_of(platform));
  return element("header",
                 element("h1", text("Training report")) +
                     element("p", {{"class", "as-of"}},
                             text((names.empty() ? "A" : listed(names) + ", a") + "s of ") +
                                 element("time", {{"datetime", model::format_stamp(facts.as_of)}},
                                         text(minute(facts.as_of)))));
}

Html body(const Section& section) {
  const std::string heading = std::string(section.id) + "-heading";
  return element("section", {{"id", section.id}, {"aria-labelledby", heading}},
                 element("h2", {{"id", heading}}, text(section.heading)) + section.body);
}

} // namespace

std::string page(const Facts& facts, const std::string& version) {
  const std::vector<Section> sections = sections_of(facts);
  Html main = alert(facts) + fresh_line(facts) +
              element("section", {{"aria-labelledby", "glance"}},
                      element("h2", {{"id", "glance"}}, text("At a glance")) + headline(facts));
  for (const Section& section : sections)
    main += body(section);
  const Html content = chart_patterns() + header(facts) + navigation(sections) +
                       element("main", main) +
                       element("footer", paragraph("Written by trainsync " + version + "."));
  const Html head = element("title", text("Training report, " + day(facts.as_of))) +
                    element("style", Html::trusted(style_sheet));
  return head_start + head.markup() + "\n</head>\n" + element("body", content).markup() +
         "\n</html>\n";
}

} // namespace trainsync::report
