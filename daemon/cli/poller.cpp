#include "daemon/cli/poller.hpp"

#include <algorithm>

namespace trainsync::cli {
namespace {

using boost::asio::awaitable;
using sync::Failure;

// Between two tries to open a file that cannot be written now.
constexpr auto file_retry = std::chrono::seconds(30);

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
    co_return Failure{Failure::Kind::file,
                      registered ? spent.error().message : registered.error().message};
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

// A full disk may have room again.
awaitable<std::optional<Failure>> Poller::open_patiently() {
  for (;;) {
    auto failure = co_await open();
    if (!failure || failure->kind != Failure::Kind::file || world_.stop.requested())
      co_return failure;
    world_.observer.retrying(source_.name, file_retry, failure->message);
    co_await world_.clock.sleep(file_retry);
  }
}

// What an earlier process left, unless its clock or its config was another one.
void Poller::recall(const std::vector<store::DueStream>& streams) {
  const model::Stamp now = world_.clock.now();
  for (const store::DueStream& stream : streams) {
    const bool polled =
        stream.key.stream == source_.polled.stream || !stream.key.assignment.empty();
    const sync::Duration longest =
        polled ? source_.poll_interval : sync::Duration(longest_recalled);
    const sync::Duration wait =
        std::clamp<sync::Duration>(stream.next_due_at - now, sync::Duration(0), longest);
    agenda_.recall(stream.key, world_.clock.steady() + wait, stream.failures);
  }
}

awaitable<std::optional<Failure>> Poller::run(std::function<void()> opened,
                                              std::function<awaitable<void>()> after_round) {
  if (auto failure = co_await open_patiently())
    co_return failure;
  const auto streams = co_await world_.writer.run(
      [name = source_.name](store::Store& store) { return store.due_streams(name); });
  if (streams)
    recall(*streams);
  opened();
  while (!world_.stop.requested()) {
    const sync::Duration wait = next_round() - world_.clock.steady();
    if (wait > sync::Duration(0)) {
      co_await world_.clock.sleep(wait);
      continue;
    }
    const sync::RoundResult result = co_await source_.round(world_, *fetcher_, agenda_, false);
    if (next_round() <= world_.clock.steady()) // no pass came so far as to say when it is due
      agenda_.ended(source_.polled, !result.failure, source_.poll_interval);
    co_await after_round();
  }
  co_return std::nullopt;
}

std::optional<std::int64_t> Poller::requests_left() {
  return fetcher_ ? std::optional(fetcher_->requests_left_today()) : std::nullopt;
}

} // namespace trainsync::cli
