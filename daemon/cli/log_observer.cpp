#include "daemon/cli/log_observer.hpp"

namespace trainsync::cli {
namespace {

double seconds(sync::Duration duration) {
  return static_cast<double>(duration.count()) / 1000;
}

} // namespace

void LogObserver::round_began(std::string_view source, bool full) {
  log_.debug("{}: {} round begins", source, full ? "full" : "incremental");
}

void LogObserver::page_stored(std::string_view source, std::string_view of,
                              const store::Counts& page, std::int64_t left) {
  log_.debug("{}: {}: a page of {} rows stored ({} new, {} changed), {} pages left", source, of,
             page.seen, page.inserted, page.changed, left);
}

void LogObserver::passes_planned(std::string_view source, std::int64_t count) {
  log_.debug("{}: {} passes to make", source, count);
}

void LogObserver::pass_ended(std::string_view source, std::string_view of, store::Outcome outcome,
                             std::string_view message) {
  if (outcome == store::Outcome::whole && message.empty())
    log_.debug("{}: {}: whole", source, of);
  else if (outcome == store::Outcome::whole)
    log_.info("{}: {}: {}", source, of, message);
  else
    log_.warn("{}: {}: {}: {}", source, of, store::text(outcome), message);
}

void LogObserver::waiting(std::string_view source, model::Stamp until, std::string_view why) {
  log_.info("{}: waiting until {} for {}", source, model::format_stamp(until), why);
}

void LogObserver::retrying(std::string_view source, sync::Duration wait, std::string_view why) {
  log_.debug("{}: trying again in {:.1f} s: {}", source, seconds(wait), why);
}

void LogObserver::round_ended(const sync::RoundResult& result) {
  const store::Counts& c = result.counts;
  log_.info("{}: {}: {} rows seen, {} new, {} changed, {} unchanged, {} deleted, {} "
            "rejected; {} pages, {} requests, {:.1f} s",
            result.source, store::text(result.outcome), c.seen, c.inserted, c.changed, c.unchanged,
            c.deleted, c.rejected, c.pages, c.requests, seconds(result.took));
}

} // namespace trainsync::cli
