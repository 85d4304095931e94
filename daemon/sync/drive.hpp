// Carries a pass out: fetches what it asks for, tells it what came, stores what it decides.
#pragma once

#include "daemon/sync/fetcher.hpp"

namespace trainsync::sync {

struct PassJob {
  store::StreamKey key;
  std::int64_t stream_id = 0, run_id = 0;
  std::function<std::string(const model::Fetch&)> target;
  Parse parse;
  int workers = 1; // pages under way at once, one of which may be at the database
};

struct PassResult {
  model::Finished finished;
  std::optional<Failure> failure; // the pass ended by it; `finished` says nothing then
  store::Counts counts;
  bool shown_nothing =
      false; // the whole of the stream is gone: what an earlier walk saw does not count
  std::int64_t unidentified = 0; // rows whose id could not be read
};

boost::asio::awaitable<PassResult> drive(World world, Fetcher& fetcher, model::Pass& pass,
                                         const PassJob& job);

// Runs all of them at once and ends with the last one.
boost::asio::awaitable<void> run_all(std::vector<boost::asio::awaitable<void>> tasks);

} // namespace trainsync::sync
