// The unified status of an enrolment and the one place that maps the platforms' words onto it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace trainsync::model {

enum class Status {
  scheduled,
  open,
  in_progress,
  completed,
  overdue,
  failed,
  archived,
  unassigned,
  unknown // a word that this version does not know; the record's source_status keeps it
};

std::string_view text(Status status);
Status status_from_text(std::string_view text); // unknown for anything else

Status status_from_learn(std::string_view word);
Status status_from_exec(std::string_view word);

// A rank as the file keeps it: gold, silver, bronze or unranked in lower case; any other word as it
// came.
std::string rank_from_exec(std::string_view word);

} // namespace trainsync::model
