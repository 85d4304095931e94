// One source at work: pinned in the file, with its budget and its agenda. Round after round, or
// one.
#pragma once

#include "daemon/cli/sources.hpp"
#include "daemon/sync/agenda.hpp"

namespace trainsync::cli {

class Poller {
public:
  // `source` and what `world` names must outlive it.
  Poller(sync::World world, Source& source);

  // One round, now.
  boost::asio::awaitable<sync::RoundResult> once(bool full);
  // Rounds, each when it is due, until world.stop is requested. `opened` is
  // called before the first; `after_round` is awaited between them. Returns early, with the reason,
  // where the config does not fit the file.
  boost::asio::awaitable<std::optional<sync::Failure>>
  run(std::function<void()> opened, std::function<boost::asio::awaitable<void>()> after_round);
  // Everything is due now; a sleep that is under way is the clock's to end.
  void wake() { agenda_.wake_all(); }

  const Source& source() const { return source_; }
  // When the next round begins, on the steady clock.
  sync::Duration next_round() const { return agenda_.due(source_.polled); }
  // Of the day's budget; nothing before the first round.
  std::optional<std::int64_t> requests_left();

private:
  boost::asio::awaitable<std::optional<sync::Failure>> open();
  boost::asio::awaitable<std::optional<sync::Failure>> open_patiently();
  void recall(const std::vector<store::DueStream>& streams);

  sync::World world_;
  Source& source_;
  sync::Agenda agenda_;
  std::unique_ptr<sync::Fetcher> fetcher_;
};

} // namespace trainsync::cli
