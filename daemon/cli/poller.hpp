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
  // called before the first; `after_round` is awaited then and between them. While the file cannot
  // be used, it is tried again, ever later. Returns early, with the reason, where the config does
  // not fit the file, or where the file must be opened anew.
  boost::asio::awaitable<std::optional<sync::Failure>>
  run(std::function<void()> opened, std::function<boost::asio::awaitable<void>()> after_round);
  // Everything is due now; a sleep that is under way is the clock's to end.
  void wake();

  const Source& source() const { return source_; }
  // When the next round begins, on the steady clock.
  sync::Duration next_round() const {
    return file_retry_ ? *file_retry_ : agenda_.due(source_.polled);
  }
  // Of the day's budget; nothing before the first round.
  std::optional<std::int64_t> requests_left();

private:
  boost::asio::awaitable<std::optional<sync::Failure>> open();
  boost::asio::awaitable<std::optional<sync::Failure>> recall();
  boost::asio::awaitable<std::optional<sync::RoundResult>> step(std::function<void()> opened);
  void plan_next(const sync::RoundResult& result);

  sync::World world_;
  Source& source_;
  sync::Agenda agenda_;
  std::unique_ptr<sync::Fetcher> fetcher_;   // from when the source is pinned
  std::optional<sync::Duration> file_retry_; // the file failed: the next try
  int file_failures_ = 0;                    // in a row
};

} // namespace trainsync::cli
