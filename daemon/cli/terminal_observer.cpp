#include "daemon/cli/terminal_observer.hpp"

#include "daemon/cli/printable.hpp"

#include <algorithm>
#include <ostream>

namespace trainsync::cli {
namespace {

// Pages may come faster than eyes and slow lines follow.
constexpr sync::Duration shortest_look = std::chrono::milliseconds(100);

constexpr int narrowest = 10;

} // namespace

TerminalObserver::TerminalObserver(std::ostream& out, std::function<Size()> size,
                                   sync::Clock& clock)
    : out_(out), size_(std::move(size)), clock_(clock) {}

SourceProgress& TerminalObserver::progress(std::string_view source) {
  const auto found = std::ranges::find(sources_, source, &SourceProgress::source);
  return found != sources_.end() ? *found : sources_.emplace_back(std::string(source));
}

// A terminal that has become narrower has broken the lines that were drawn.
void TerminalObserver::erase(Size size) {
  const auto room = static_cast<std::size_t>(std::max(size.columns, 1));
  std::size_t rows = 0;
  for (const std::size_t width : drawn_)
    rows += std::max<std::size_t>(1, (width + room - 1) / room);
  rows = std::min(rows, static_cast<std::size_t>(std::max(size.rows - 1, 1)));
  if (rows > 0)
    out_ << "\033[" << rows << "A\r\033[J";
  drawn_.clear();
}

void TerminalObserver::draw() {
  const Size size = size_();
  erase(size);
  const auto width = static_cast<std::size_t>(std::max(size.columns - 1, narrowest));
  const auto room = static_cast<std::size_t>(std::max(size.rows - 2, 1));
  const SourceProgress::Moment at = now();
  for (const SourceProgress& source : sources_) {
    if (drawn_.size() == room && sources_.size() > room)
      break;
    const std::string line = source.line(at, width);
    out_ << line << "\n";
    drawn_.push_back(columns(line));
  }
  out_.flush();
  drawn_at_ = at.steady;
}

void TerminalObserver::say(const std::string& sentence) {
  erase(size_());
  out_ << printable(sentence) << "\n";
  draw();
}

void TerminalObserver::round_began(std::string_view source, bool) {
  progress(source).began(now());
  draw();
}

void TerminalObserver::page_stored(const store::StreamKey& stream, const store::Counts& page,
                                   std::int64_t left) {
  progress(stream.source).page_stored(stream, page, left, now());
  if (clock_.steady() - drawn_at_ >= shortest_look)
    draw();
}

void TerminalObserver::passes_planned(std::string_view source, std::int64_t count) {
  progress(source).passes_planned(count);
}

void TerminalObserver::pass_ended(const store::StreamKey& stream, store::Outcome outcome,
                                  std::string_view message) {
  progress(stream.source).pass_ended(stream, now());
  const std::string what = stream.source + ": " + sync::in_words(stream) + ": ";
  if (outcome != store::Outcome::whole)
    say(what + store::text(outcome) + ": " + std::string(message));
  else if (!message.empty())
    say(what + std::string(message));
}

void TerminalObserver::waiting(std::string_view source, model::Stamp until, std::string_view why) {
  progress(source).waiting(until, why);
  draw();
}

void TerminalObserver::retrying(std::string_view source, sync::Duration wait,
                                std::string_view why) {
  progress(source).retrying(clock_.now() + wait, why);
  draw();
}

void TerminalObserver::round_ended(const sync::RoundResult& result) {
  progress(result.source).ended(result);
  draw();
}

} // namespace trainsync::cli
