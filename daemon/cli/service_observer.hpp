// What `trainsync run` does, as log lines and as figures for systemd and Prometheus.
#pragma once

#include "daemon/cli/log_observer.hpp"
#include "daemon/service/metrics.hpp"
#include "daemon/service/status_line.hpp"

#include <functional>
#include <map>

namespace trainsync::cli {

class ServiceObserver final : public sync::Observer {
public:
  // `changed`: called whenever the status has new words.
  ServiceObserver(spdlog::logger& log, sync::Clock& clock, std::function<void()> changed)
      : log_(log, clock), clock_(clock), changed_(std::move(changed)) {}

  void round_began(std::string_view source, bool full) override;
  void page_stored(const store::StreamKey& stream, const store::Counts& page,
                   std::int64_t left) override;
  void passes_planned(std::string_view source, std::int64_t count) override;
  void pass_ended(const store::StreamKey& stream, store::Outcome outcome,
                  std::string_view message) override;
  void waiting(std::string_view source, model::Stamp until, std::string_view why) override;
  void retrying(std::string_view source, sync::Duration wait, std::string_view why) override;
  void round_ended(const sync::RoundResult& result) override;

  // What an earlier process left.
  void recall(std::string_view source, std::optional<model::Stamp> whole_at, bool unfinished) {
    service::SourceStatus& status = entry(source).status;
    status.whole_at = whole_at;
    status.wrong = unfinished && whole_at ? "not all of it has been read to its end yet" : "";
  }

  const service::SourceStatus& status(std::string_view source) { return entry(source).status; }
  const service::SourceMetrics& metrics(std::string_view source) { return entry(source).metrics; }

private:
  struct Entry {
    service::SourceStatus status;
    service::SourceMetrics metrics;
  };
  Entry& entry(std::string_view source);
  void says(std::string_view source, std::string doing);

  LogObserver log_;
  sync::Clock& clock_;
  std::function<void()> changed_;
  std::map<std::string, Entry, std::less<>> entries_;
};

} // namespace trainsync::cli
