#include "daemon/cli/terminal_observer.hpp"

#include <algorithm>
#include <ostream>

namespace trainsync::cli {

TerminalObserver::TerminalObserver(std::ostream& out, std::function<int()> columns,
                                   sync::Clock& clock)
    : out_(out), columns_(std::move(columns)), clock_(clock) {}

TerminalObserver::Line& TerminalObserver::line(std::string_view source) {
  const auto found = std::ranges::find(lines_, source, &Line::source);
  if (found != lines_.end())
    return *found;
  return lines_.emplace_back(Line{std::string(source), "", 0, 0, {}});
}

void TerminalObserver::erase() {
  if (drawn_ > 0)
    out_ << "\033[" << drawn_ << "A\r\033[J";
  drawn_ = 0;
}

void TerminalObserver::draw() {
  erase();
  const auto width = static_cast<std::size_t>(std::max(20, columns_() - 1));
  for (const Line& line : lines_) {
    std::string text = line.source + ": " + std::to_string(line.counts.seen) + " rows, " +
                       std::to_string(line.counts.pages) + " pages";
    if (line.planned > 1)
      text +=
          ", " + std::to_string(line.ended) + "/" + std::to_string(line.planned) + " assignments";
    if (!line.state.empty())
      text += ", " + line.state;
    out_ << text.substr(0, width) << "\n";
  }
  drawn_ = lines_.size();
  out_.flush();
}

void TerminalObserver::say(const std::string& sentence) {
  erase();
  out_ << sentence << "\n";
  draw();
}

void TerminalObserver::round_began(std::string_view source, bool) {
  line(source).state = "starting";
  draw();
}

void TerminalObserver::page_stored(std::string_view source, std::string_view of,
                                   const store::Counts& page, std::int64_t left) {
  Line& line = this->line(source);
  line.counts += page;
  line.state = "reading " + std::string(of);
  if (left > 1)
    line.state += ", " + std::to_string(left) + " pages left";
  draw();
}

void TerminalObserver::passes_planned(std::string_view source, std::int64_t count) {
  line(source).planned = count;
  draw();
}

void TerminalObserver::pass_ended(std::string_view source, std::string_view of,
                                  store::Outcome outcome, std::string_view message) {
  if (of == "enrolments")
    ++line(source).ended;
  if (outcome != store::Outcome::whole || !message.empty())
    say(std::string(source) + ": " + std::string(of) + ": " + store::text(outcome) + ": " +
        std::string(message));
  else
    draw();
}

void TerminalObserver::waiting(std::string_view source, model::Stamp until, std::string_view why) {
  const auto wait = std::chrono::ceil<std::chrono::seconds>(until - clock_.now());
  line(source).state = "waiting " + std::to_string(wait.count()) + " s for " + std::string(why);
  draw();
}

void TerminalObserver::retrying(std::string_view source, sync::Duration wait,
                                std::string_view why) {
  line(source).state =
      "trying again in " + std::to_string(wait.count() / 1000) + " s: " + std::string(why);
  draw();
}

void TerminalObserver::round_ended(const sync::RoundResult& result) {
  Line& line = this->line(result.source);
  line.state = store::text(result.outcome);
  draw();
}

} // namespace trainsync::cli
