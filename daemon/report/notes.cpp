#include "daemon/report/sections.hpp"
#include "daemon/report/words.hpp"

namespace trainsync::report {
namespace {

Html unknown_statuses(const Facts& facts) {
  if (facts.unknown_statuses.empty())
    return {};
  Html words;
  for (const UnknownStatus& status : facts.unknown_statuses)
    words += element("li", foreign(status.source, 60) + text(": ") + foreign(status.word, 60) +
                               text(", " + counted(status.enrolments, "enrolment")));
  return element("li", text("Some enrolments have a status that this version of trainsync does not "
                            "know. Until their date has passed they count as still open:") +
                           element("ul", words));
}

} // namespace

Section notes_section(const Facts& facts) {
  Html notes;
  const auto note = [&](const char* words) { notes += element("li", text(words)); };
  note("An enrolment is one person on one item: on Learn a content, on Exec a roleplay scenario.");
  note("Counted are enrolments that the platforms still list, without those that are archived or "
       "unassigned, and without those of people whose Learn account is switched off. Exec does not "
       "say who has left.");
  note("A share is of what can be begun: what is not available yet does not lower it. A roleplay "
       "that was tried and not passed is failed, whatever its date.");
  note(
      "All figures are of the one moment that stands at the top. Times, months and weeks are UTC.");
  note("Below each part stands the view of the file that it is from; its columns are explained in "
       "the data dictionary.");
  notes += unknown_statuses(facts);
  if (!facts.names)
    note("No person is named here. trainsync report --names adds a list of the most overdue "
         "people.");
  return {"notes", "How to read this", element("ul", notes)};
}

} // namespace trainsync::report
