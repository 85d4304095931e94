// Tells what a round does as log lines: one a round with its figures, and what a person should act
// on.
#pragma once

#include "daemon/sync/clock.hpp"
#include "daemon/sync/observer.hpp"

#include <spdlog/logger.h>

#include <map>

namespace trainsync::cli {

class LogObserver : public sync::Observer {
public:
  LogObserver(spdlog::logger& log, sync::Clock& clock) : log_(log), clock_(clock) {}

  void round_began(std::string_view source, bool full) override;
  void page_stored(const store::StreamKey& stream, const store::Counts& page,
                   std::int64_t left) override;
  void passes_planned(std::string_view source, std::int64_t count) override;
  void pass_ended(const store::StreamKey& stream, store::Outcome outcome,
                  std::string_view message) override;
  void waiting(std::string_view source, model::Stamp until, std::string_view why) override;
  void retrying(std::string_view source, sync::Duration wait, std::string_view why) override;
  void round_ended(const sync::RoundResult& result) override;

protected:
  spdlog::logger& log() { return log_; }

private:
  spdlog::logger& log_;
  sync::Clock& clock_;
  std::map<std::string, model::Stamp, std::less<>> told_waits_; // a source's last one that was told
};

} // namespace trainsync::cli
