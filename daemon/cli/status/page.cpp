#include "daemon/cli/status/page.hpp"

#include "daemon/cli/moment.hpp"
#include "daemon/cli/printable.hpp"

#include <spdlog/fmt/fmt.h>

#include <map>
#include <tuple>

namespace trainsync::cli {
namespace {

constexpr std::size_t label_columns = 12;

constexpr std::size_t most_problems = 5; // told of each source

std::string counted(std::int64_t count, const std::string& one, const std::string& many) {
  return with_commas(count) + " " + (count == 1 ? one : many);
}

Colour colour_of(const std::string& state) {
  return state == "fresh"                        ? Colour::good
         : state == "held" || state == "failing" ? Colour::bad
         : is_fine(state)                        ? Colour::none
                                                 : Colour::doubtful;
}

class Page {
public:
  Page(const Status& status, const Paint& paint) : status_(status), paint_(paint) {}

  std::string text() {
    head();
    for (const SourceStatus& source : status_.sources)
      tell(source);
    return std::move(text_);
  }

private:
  void line(const std::string& label, const std::string& words, Colour colour = Colour::none) {
    const std::string head = "  " + label + std::string(label_columns - 2 - columns(label), ' ');
    text_ += paint_(colour, head) + wrapped(printable(words), label_columns, label_columns) + "\n";
  }

  std::string when(std::optional<model::Stamp> stamp) const {
    return stamp ? moment(*stamp) + " (" + distance(*stamp, status_.at) + ")" : "never";
  }

  void head() {
    const bool fresh = is_fresh(status_);
    text_ += paint_(fresh ? Colour::good : Colour::bad,
                    fresh ? "Everything is fresh" : "Not everything is fresh") +
             ", at " + moment(status_.at) + " UTC\n";
    const std::string file = printable(status_.database.string());
    text_ += wrapped(file + ", " + size_words(), 0, 2) + "\n";
    text_ += wrapped(status_.writer ? "process " + std::to_string(*status_.writer) + " keeps it"
                                    : "no trainsync is seen to be running",
                     0, 2) +
             "\n";
    for (const std::string& sentence : status_.what_to_do)
      text_ += paint_(Colour::bad, wrapped("to do: " + printable(sentence), 0, 2)) + "\n";
  }

  std::string size_words() const {
    const double mb = static_cast<double>(status_.bytes) / 1'000'000;
    return mb < 10 ? fmt::format("{:.1f} MB", mb) : fmt::format("{:.0f} MB", mb);
  }

  void tell(const SourceStatus& source) {
    const std::string state = state_of(source);
    text_ += "\n" + paint_(Colour::strong, printable(source.name)) + ": " +
             paint_(colour_of(state), state) + "\n";
    line("from", source.host);
    if (!source.is_in_file)
      return line("to do", "it was never read: run trainsync sync, or start the service");
    if (!source.is_configured)
      line("note", "the config has no such source any more: its rows stay as they were read last; "
                   "to be rid of them, set database.path to a new file");
    if (source.refusal)
      line("to do", *source.refusal, Colour::bad);
    freshness(source);
    counts(source);
    lists(source);
    runs(source);
  }

  void freshness(const SourceStatus& source) {
    const auto oldest = as_of(source);
    line("as of", oldest ? when(oldest) : "not read to an end yet");
    if (source.is_configured && source.next_due_at)
      line("next", *source.next_due_at <= status_.at ? "due since " + moment(*source.next_due_at)
                                                     : when(source.next_due_at));
    if (source.budget)
      line("budget", budget(*source.budget),
           source.budget->blocked_until ? Colour::doubtful : Colour::none);
  }

  std::string budget(const BudgetStatus& budget) const {
    const std::string words = with_commas(budget.used) + " of " + with_commas(budget.per_day) +
                              " requests used in 24 hours";
    if (budget.blocked_until)
      return words + "; none is allowed before " + when(budget.blocked_until);
    return words + ", " + with_commas(budget.per_day - budget.used) + " left";
  }

  void counts(const SourceStatus& source) {
    std::string words =
        counted(source.rows, "enrolment", "enrolments") + "; " +
        counted(source.people, "person", "people") + ", " + counted(source.items, "item", "items") +
        ", " +
        counted(source.assignments, source.platform == "exec" ? "program" : "assignment",
                source.platform == "exec" ? "programs" : "assignments");
    line("rows", words);
    if (source.held > 0)
      line("held",
           counted(source.held, "deletion waits", "deletions wait") +
               " for a person's word since " + when(source.held_since),
           Colour::bad);
    if (source.rejected > 0)
      line("rejected",
           counted(source.rejected, "record", "records") +
               " could not be read: see rejected_records, those without healed_at",
           Colour::bad);
  }

  void lists(const SourceStatus& source) {
    std::string words;
    for (const auto& [state, count] : streams_by_state(source))
      words += (words.empty() ? "" : ", ") + with_commas(count) + " " + state;
    line("lists", words.empty() ? "none yet" : words);
    problems(source);
  }

  // What is to be said of several lists is said once; of many different things the first few. What
  // is wrong comes before what is only to be known.
  void problems(const SourceStatus& source) {
    std::map<std::tuple<bool, std::string, std::string>, std::vector<const StreamStatus*>> groups;
    for (const StreamStatus& stream : source.streams)
      if (stream.what_to_do)
        groups[{is_fine(stream.state), stream.state, *stream.what_to_do}].push_back(&stream);
    std::size_t told = 0, rest = 0;
    for (const auto& [what, streams] : groups) {
      if (++told > most_problems)
        rest += streams.size();
      else
        problem(*streams.front(), std::ssize(streams) - 1);
    }
    if (rest > 0)
      line("", "and of " + counted(static_cast<std::int64_t>(rest), "more list", "more lists") +
                   ": see sync_health");
  }

  void problem(const StreamStatus& stream, std::int64_t others) {
    std::string words = stream.stream + (stream.assignment ? " of " + *stream.assignment : "");
    if (others > 0)
      words += " and " + counted(others, "more list", "more lists");
    if (!is_fine(stream.state))
      words += stream.last_whole_at ? ", whole last at " + moment(*stream.last_whole_at)
                                    : ", never whole";
    line(stream.state == "fresh" ? "note" : stream.state, words + ": " + *stream.what_to_do,
         is_fine(stream.state) ? Colour::none : colour_of(stream.state));
  }

  void runs(const SourceStatus& source) {
    const char* label = "last runs";
    for (const RunStatus& run : source.runs) {
      line(label, run_words(run));
      label = "";
    }
  }

  // The lock tells: a kill leaves its run without an end.
  std::string run_words(const RunStatus& run) const {
    const std::string outcome = !run.outcome.empty() ? run.outcome
                                : status_.writer     ? "under way"
                                                     : "not ended";
    std::string words =
        (run.started_at ? moment(*run.started_at) : "") + " " + run.kind + ", " + outcome + ": " +
        with_commas(run.rows_new) + " new, " + with_commas(run.rows_changed) + " changed, " +
        with_commas(run.rows_deleted) + " deleted; " + counted(run.requests, "request", "requests");
    return run.error ? words + "; " + *run.error : words;
  }

  const Status& status_;
  const Paint& paint_;
  std::string text_;
};

} // namespace

std::string status_page(const Status& status, const Paint& paint) {
  return Page(status, paint).text();
}

} // namespace trainsync::cli
