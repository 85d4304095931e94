#include "daemon/cli/paced_observer.hpp"

namespace trainsync::cli {
namespace {

constexpr sync::Duration pace = std::chrono::seconds(10);
constexpr std::size_t no_limit = 1000; // columns

} // namespace

PacedObserver::Entry& PacedObserver::entry(std::string_view source) {
  const auto found = entries_.find(source);
  if (found != entries_.end())
    return found->second;
  const std::string name(source);
  return entries_.emplace(name, Entry{SourceProgress(name), clock_.steady()}).first->second;
}

void PacedObserver::round_began(std::string_view source, bool full) {
  LogObserver::round_began(source, full);
  entry(source).progress.began(now());
}

void PacedObserver::page_stored(const store::StreamKey& stream, const store::Counts& page,
                                std::int64_t left) {
  LogObserver::page_stored(stream, page, left);
  Entry& entry = this->entry(stream.source);
  entry.progress.page_stored(stream, page, left, now());
  if (clock_.steady() - entry.told_at < pace)
    return;
  entry.told_at = clock_.steady();
  log().info("{}", entry.progress.line(now(), no_limit));
}

void PacedObserver::passes_planned(std::string_view source, std::int64_t count) {
  LogObserver::passes_planned(source, count);
  entry(source).progress.passes_planned(count);
}

void PacedObserver::pass_ended(const store::StreamKey& stream, store::Outcome outcome,
                               std::string_view message) {
  LogObserver::pass_ended(stream, outcome, message);
  entry(stream.source).progress.pass_ended(stream, now());
}

void PacedObserver::waiting(std::string_view source, model::Stamp until, std::string_view why) {
  LogObserver::waiting(source, until, why);
  entry(source).progress.waiting(until, why);
}

} // namespace trainsync::cli
