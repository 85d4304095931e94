#include "daemon/cli/log_observer.hpp"

namespace trainsync::cli {
namespace {

// Fetches of one source wait at once, and a budget lets them go one by one: waits that end that
// soon after one that was told are no news.
constexpr auto same_wait = std::chrono::seconds(10);

// Nothing new comes for so long that somebody should know.
constexpr auto long_wait = std::chrono::minutes(5);

double seconds(sync::Duration duration) {
  return static_cast<double>(duration.count()) / 1000;
}

} // namespace

void LogObserver::round_began(std::string_view source, bool full) {
  log_.debug("{}: {} round begins", source, full ? "full" : "incremental");
}

void LogObserver::page_stored(const store::StreamKey& stream, const store::Counts& page,
                              std::int64_t left) {
  log_.debug("{}: {}: a page of {} rows stored ({} new, {} changed), {} pages left", stream.source,
             sync::in_words(stream), page.seen, page.inserted, page.changed, left);
}

void LogObserver::passes_planned(std::string_view source, std::int64_t count) {
  log_.debug("{}: {} passes to make", source, count);
}

void LogObserver::pass_ended(const store::StreamKey& stream, store::Outcome outcome,
                             std::string_view message) {
  const std::string what = stream.source + ": " + sync::in_words(stream);
  if (outcome == store::Outcome::whole && message.empty())
    log_.debug("{}: whole", what);
  else if (outcome == store::Outcome::whole)
    log_.info("{}: {}", what, message);
  else
    log_.warn("{}: {}: {}", what, store::text(outcome), message);
}

void LogObserver::waiting(std::string_view source, model::Stamp until, std::string_view why) {
  const auto told = told_waits_.find(source);
  const bool news = told == told_waits_.end() || until - told->second >= same_wait;
  const auto level = !news                              ? spdlog::level::debug
                     : until - clock_.now() > long_wait ? spdlog::level::warn
                                                        : spdlog::level::info;
  log_.log(level, "{}: waiting until {} for {}", source, model::format_stamp(until), why);
  if (news)
    told_waits_.insert_or_assign(std::string(source), until);
}

void LogObserver::retrying(std::string_view source, sync::Duration wait, std::string_view why) {
  log_.log(wait > long_wait ? spdlog::level::warn : spdlog::level::debug,
           "{}: trying again in {:.1f} s: {}", source, seconds(wait), why);
}

void LogObserver::round_ended(const sync::RoundResult& result) {
  if (result.failure && result.failure->kind == sync::Failure::Kind::file)
    log_.error("{}: {}", result.source, result.failure->message);
  const store::Counts& c = result.counts;
  log_.info("{}: {}: {} rows seen, {} new, {} changed, {} unchanged, {} deleted, {} "
            "rejected; {} pages, {} requests, {:.1f} s",
            result.source, store::text(result.outcome), c.seen, c.inserted, c.changed, c.unchanged,
            c.deleted, c.rejected, c.pages, c.requests, seconds(result.took));
}

} // namespace trainsync::cli
