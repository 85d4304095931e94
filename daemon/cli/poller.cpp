#include "daemon/cli/poller.hpp"

#include <algorithm>

namespace trainsync::cli {
namespace {

using boost::asio::awaitable;
using sync::Failure;

// Between two tries of a file that cannot be used: doubled each time.
constexpr sync::Duration first_file_retry = std::chrono::seconds(2),
                         longest_file_retry = std::chrono::minutes(5);
constexpr int most_doublings = 8;

constexpr auto longest_recalled = std::chrono::hours(24);

sync::RoundResult refused(const Source& source, Failure failure) {
  sync::RoundResult result;
  result.source = source.name;
  result.outcome = store::Outcome::failed;
  result.failure = std::move(failure);
  return result;
}

} // namespace

Poller::Poller(sync::World world, Source& source)
    : world_(world), source_(source), agenda_(world.random) {}

awaitable<std::optional<Failure>> Poller::open() {
  const model::Stamp now = world_.clock.now();
  auto registered = co_await world_.writer.run(
      [pin = source_.pin, now](store::Store& store) { return store.register_source(pin, now); });
  auto spent = co_await world_.writer.run(
      [name = source_.name](store::Store& store) { return store.requests_made(name); });
  if (!registered || !spent)
    co_return sync::file_failure(registered ? spent.error() : registered.error());
  if (!*registered)
    co_return Failure{Failure::Kind::config, registered->error()};
  fetcher_ = std::make_unique<sync::Fetcher>(world_, *source_.authorizer,
                                             sync::Budget(source_.budget, std::move(*spent)),
                                             source_.fetcher);
  co_return std::nullopt;
}

awaitable<sync::RoundResult> Poller::once(bool full) {
  if (auto failure = co_await open())
    co_return refused(source_, std::move(*failure));
  co_return co_await source_.round(world_, *fetcher_, agenda_, full);
}

// What an earlier process left, unless its clock or its config was another one.
awaitable<std::optional<Failure>> Poller::recall() {
  const auto streams = co_await world_.writer.run(
      [name = source_.name](store::Store& store) { return store.due_streams(name); });
  if (!streams)
    co_return sync::file_failure(streams.error());
  const model::Stamp now = world_.clock.now();
  const sync::Duration steady = world_.clock.steady();
  std::vector<sync::Agenda::Left> left;
  for (const store::DueStream& stream : *streams) {
    const bool polled =
        stream.key.stream == source_.polled.stream || !stream.key.assignment.empty();
    const sync::Duration longest =
        polled ? source_.poll_interval : sync::Duration(longest_recalled);
    const sync::Duration wait =
        std::clamp<sync::Duration>(stream.next_due_at - now, sync::Duration(0), longest);
    left.push_back({stream.key, steady + wait, stream.failures, stream.unfinished});
  }
  agenda_.recall(source_.polled, left, steady);
  co_return std::nullopt;
}

void Poller::wake() {
  agenda_.wake_all();
  if (file_retry_)
    file_retry_ = sync::Duration(0);
}

awaitable<std::optional<Failure>> Poller::run(std::function<void()> opened,
                                              std::function<awaitable<void>()> after_round) {
  while (!world_.stop.requested()) {
    const sync::Duration wait = next_round() - world_.clock.steady();
    if (wait > sync::Duration(0)) {
      co_await world_.clock.sleep(wait);
      continue;
    }
    const auto result = co_await step(opened);
    if (!result) {
      co_await after_round();
      continue;
    }
    if (result->failure && (result->failure->kind == Failure::Kind::config ||
                            result->failure->kind == Failure::Kind::replaced))
      co_return result->failure;
    plan_next(*result);
    co_await after_round();
  }
  co_return std::nullopt;
}

// A round; before the first one the source is pinned, after which it may not be due yet.
awaitable<std::optional<sync::RoundResult>> Poller::step(std::function<void()> opened) {
  if (fetcher_)
    co_return co_await source_.round(world_, *fetcher_, agenda_, false);
  auto failure = co_await open();
  if (!failure)
    failure = co_await recall();
  if (!failure) {
    file_retry_.reset();
    opened();
    co_return std::nullopt;
  }
  fetcher_.reset();
  sync::RoundResult result = refused(source_, std::move(*failure));
  if (result.failure->kind == Failure::Kind::file)
    world_.observer.round_ended(result);
  co_return result;
}

// A full disk may have room again. What could not be read for its sake is still due.
void Poller::plan_next(const sync::RoundResult& result) {
  if (result.failure && result.failure->kind == Failure::Kind::file) {
    const auto wait = first_file_retry * (1 << std::min(file_failures_++, most_doublings));
    file_retry_ = world_.clock.steady() + std::min(wait, longest_file_retry);
    return;
  }
  file_retry_.reset();
  file_failures_ = 0;
  if (next_round() <= world_.clock.steady()) // no pass came so far as to say when it is due
    agenda_.ended(source_.polled, !result.failure, source_.poll_interval);
}

std::optional<std::int64_t> Poller::requests_left() {
  return fetcher_ ? std::optional(fetcher_->requests_left_today()) : std::nullopt;
}

} // namespace trainsync::cli
