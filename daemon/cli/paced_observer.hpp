// Progress where there is no terminal to redraw: the log, and a line with the figures of each
// source now and then.
#pragma once

#include "daemon/cli/log_observer.hpp"
#include "daemon/cli/source_progress.hpp"

namespace trainsync::cli {

class PacedObserver final : public LogObserver {
public:
  PacedObserver(spdlog::logger& log, sync::Clock& clock) : LogObserver(log, clock), clock_(clock) {}

  void round_began(std::string_view source, bool full) override;
  void page_stored(const store::StreamKey& stream, const store::Counts& page,
                   std::int64_t left) override;
  void passes_planned(std::string_view source, std::int64_t count) override;
  void pass_ended(const store::StreamKey& stream, store::Outcome outcome,
                  std::string_view message) override;
  void waiting(std::string_view source, model::Stamp until, std::string_view why) override;

private:
  struct Entry {
    SourceProgress progress;
    sync::Duration told_at;
  };
  Entry& entry(std::string_view source);
  SourceProgress::Moment now() const { return {clock_.now(), clock_.steady()}; }

  sync::Clock& clock_;
  std::map<std::string, Entry, std::less<>> entries_;
};

} // namespace trainsync::cli
