#include "daemon/report/sections.hpp"
#include "daemon/report/words.hpp"

namespace trainsync::report {
namespace {

Html tile(const char* name, const std::string& figure, const std::string& more) {
  return element("div", {{"class", "tile"}},
                 element("dt", text(name)) + element("dd", {{"class", "figure"}}, text(figure)) +
                     element("dd", {{"class", "more"}}, text(more)));
}

std::string where(const Facts& facts) {
  const People& people = facts.people;
  if (platforms_of(facts).size() > 1)
    return number(people.both.people) + " of them on both platforms";
  return "with at least one enrolment";
}

} // namespace

Html headline(const Facts& facts) {
  const Tally all = total(facts.tally);
  if (all.enrolments == 0)
    return paragraph("There are no enrolments that count in the file" +
                     std::string(facts.sources.empty() ? " yet." : "."));
  return element(
      "dl", {{"class", "tiles"}},
      tile("Completed", percent(all.completed, all.startable()),
           number(all.completed) + " of " + number(all.startable()) + " that can be begun") +
          tile("Overdue", number(all.overdue),
               all.overdue == 0 ? "nobody is late"
                                : "of " + counted(facts.people.overdue, "person", "people")) +
          tile("Enrolments", number(all.enrolments),
               "on " + counted(facts.items.count, "item") +
                   (all.scheduled > 0 ? ", " + number(all.scheduled) + " not available yet" : "")) +
          tile("People", number(facts.people.count()), where(facts)));
}

} // namespace trainsync::report
