#include "daemon/cli/service_observer.hpp"

namespace trainsync::cli {

ServiceObserver::Entry& ServiceObserver::entry(std::string_view source) {
  const auto found = entries_.find(source);
  if (found != entries_.end())
    return found->second;
  Entry& fresh = entries_[std::string(source)];
  fresh.status.source = fresh.metrics.source = source;
  return fresh;
}

void ServiceObserver::says(std::string_view source, std::string doing) {
  std::string& current = entry(source).status.doing;
  if (current == doing)
    return;
  current = std::move(doing);
  changed_();
}

void ServiceObserver::round_began(std::string_view source, bool full) {
  log_.round_began(source, full);
  says(source, "polling");
}

void ServiceObserver::page_stored(const store::StreamKey& stream, const store::Counts& page,
                                  std::int64_t left) {
  log_.page_stored(stream, page, left);
  says(stream.source, "reading " + stream.stream);
}

void ServiceObserver::passes_planned(std::string_view source, std::int64_t count) {
  log_.passes_planned(source, count);
}

void ServiceObserver::pass_ended(const store::StreamKey& stream, store::Outcome outcome,
                                 std::string_view message) {
  log_.pass_ended(stream, outcome, message);
}

void ServiceObserver::waiting(std::string_view source, model::Stamp until, std::string_view why) {
  log_.waiting(source, until, why);
  says(source, "waiting until " + model::format_stamp(until) + " for " + std::string(why));
}

void ServiceObserver::retrying(std::string_view source, sync::Duration wait, std::string_view why) {
  log_.retrying(source, wait, why);
  says(source, "trying again: " + std::string(why));
}

void ServiceObserver::round_ended(const sync::RoundResult& result) {
  log_.round_ended(result);
  auto& [status, metrics] = entry(result.source);
  const bool whole = result.outcome == store::Outcome::whole;
  if (whole)
    status.whole_at = clock_.now();
  status.wrong = whole ? "" : result.failure ? result.failure->message : "see sync_health";
  status.held = result.held;
  metrics.file_fails = result.failure && result.failure->is_of_file();
  metrics.round_milliseconds = result.took.count();
  ++metrics.rounds_by_outcome[store::text(result.outcome)];
  metrics.requests += result.counts.requests;
  metrics.inserted += result.counts.inserted;
  metrics.changed += result.counts.changed;
  metrics.deleted += result.counts.deleted;
  status.doing.clear();
  changed_();
}

} // namespace trainsync::cli
