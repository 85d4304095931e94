#include "daemon/cli/check/clock.hpp"

#include "daemon/cli/moment.hpp"

namespace trainsync::cli {

using namespace std::chrono_literals;

// What is due, how old the data are and what is overdue go by this machine's clock; half a minute
// changes none of that.
constexpr auto tolerated = 30s;

Finding judge_clock(const std::string& source, std::optional<model::Stamp> server,
                    model::Stamp here) {
  if (!server)
    return note(source, "sends no header Date, so this machine's clock cannot be compared with it; "
                        "make sure that it is kept right (timedatectl)");
  const auto off = std::chrono::abs(here - *server);
  if (off <= tolerated)
    return good(source, "its clock and this machine's agree");
  return warning(source, "this machine's clock (" + moment(here) + " UTC) is " + span_words(off) +
                             (here > *server ? " ahead of" : " behind") +
                             " the platform's: stamps, budgets and what counts as overdue are off "
                             "by as much. Set it right: timedatectl set-ntp true");
}

} // namespace trainsync::cli
