// The daemon under one configuration: everything that a reload replaces as a whole.
#pragma once

#include "daemon/cli/asio_clock.hpp"
#include "daemon/cli/poller.hpp"
#include "daemon/cli/service_observer.hpp"
#include "daemon/cli/setup.hpp"

namespace trainsync::cli {

class Polling {
public:
  // Reads the secrets and opens the file; polls nothing yet. Refuses a config that names another
  // host or tenant than the file holds rows of. `changed`: the status has new words.
  static std::expected<std::unique_ptr<Polling>, Refusal>
  prepare(config::Config config, const boost::asio::any_io_executor& executor,
          const boost::asio::any_io_executor& writer_executor, std::function<void()> changed);

  // Polls every source until stop() and for as long as what was under way then takes. Answers why
  // it cannot go on, where it ended by itself: the config does not fit the file, or another file
  // stands in its place.
  boost::asio::awaitable<std::optional<sync::Failure>> run();
  void stop();
  // Ends, and answers false, where the file is not the one that was opened any more.
  bool check_file();
  // When run() has ended: the file may be opened anew, status() may still be asked. Answers which
  // files were closed.
  schema::FileSet close_file();
  bool has_file() const { return store_ != nullptr; }
  // In the figures, until those of the file that is opened then.
  void tell_file_fails();
  // Everything is due now.
  void wake();

  std::string status();
  const config::Config& config() const { return config_; }
  spdlog::logger& log() { return *log_; }

private:
  Polling(config::Config config, const boost::asio::any_io_executor& executor,
          std::function<void()> changed);

  std::optional<Refusal> look_into_file();
  void recall(const Source& source);
  boost::asio::awaitable<void> poll(Poller& poller);
  void end_by(sync::Failure failure);
  boost::asio::awaitable<void> write_metrics();
  void write(const std::vector<service::SourceMetrics>& figures);

  config::Config config_;
  AsioClock clock_;
  SystemRandom random_;
  std::shared_ptr<spdlog::logger> log_;
  std::function<void()> changed_;
  ServiceObserver observer_;
  sync::Stop stop_;
  std::unique_ptr<http::Client> client_;
  std::vector<Source> sources_;
  std::unique_ptr<store::Store> store_;
  std::optional<store::Writer> writer_;
  std::vector<std::unique_ptr<Poller>> pollers_;
  std::optional<sync::Failure> failure_;
  bool metrics_fail_ = false;
};

} // namespace trainsync::cli
