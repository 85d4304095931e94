#include "daemon/cli/sync_command.hpp"

#include "daemon/cli/asio_clock.hpp"
#include "daemon/cli/dry_run/changes_report.hpp"
#include "daemon/cli/dry_run/file_copy.hpp"
#include "daemon/cli/exit_code.hpp"
#include "daemon/cli/paced_observer.hpp"
#include "daemon/cli/poller.hpp"
#include "daemon/cli/setup.hpp"
#include "daemon/cli/summary.hpp"
#include "daemon/cli/terminal_observer.hpp"
#include "daemon/service/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>

namespace trainsync::cli {
namespace {

namespace asio = boost::asio;

TerminalObserver::Size terminal_size() {
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? TerminalObserver::Size{size.ws_col, size.ws_row > 0 ? size.ws_row : 24}
               : TerminalObserver::Size{80, 24};
}

// Calls `tick` each second until it is destroyed.
class Ticking {
public:
  Ticking(asio::io_context& io, std::function<void()> tick) : timer_(io), tick_(std::move(tick)) {
    wait();
  }

private:
  void wait() {
    timer_.expires_after(std::chrono::seconds(1));
    timer_.async_wait([this](const boost::system::error_code& error) {
      if (error)
        return;
      tick_();
      wait();
    });
  }

  asio::steady_timer timer_;
  std::function<void()> tick_;
};

// Runs all sources at once until the last has ended, or until what is under way has ended after a
// signal. A second one does not wait.
std::optional<int> run_sources(asio::io_context& io, sync::World world,
                               const std::function<void()>& stop, const std::function<void()>& tick,
                               std::vector<Source>& sources, bool full,
                               std::vector<sync::RoundResult>& results) {
  std::optional<int> signal;
  asio::signal_set signals(io, SIGINT, SIGTERM);
  const std::function<void(const boost::system::error_code&, int)> on_signal =
      [&](const boost::system::error_code& error, int number) {
        if (error)
          return;
        if (signal)
          std::quick_exit(128 + number);
        signal = number;
        stop();
        signals.async_wait(on_signal);
      };
  signals.async_wait(on_signal);
  std::optional<Ticking> ticking;
  ticking.emplace(io, tick);
  results.resize(sources.size());
  std::vector<std::unique_ptr<Poller>> pollers;
  std::size_t left = sources.size();
  std::exception_ptr thrown;
  for (std::size_t i = 0; i < sources.size(); ++i)
    asio::co_spawn(io,
                   pollers.emplace_back(std::make_unique<Poller>(world, sources[i]))->once(full),
                   [&, i](const std::exception_ptr& exception, sync::RoundResult result) {
                     thrown = exception ? exception : thrown;
                     results[i] = std::move(result);
                     if (--left == 0) {
                       signals.cancel();
                       ticking.reset();
                     }
                   });
  io.run();
  if (thrown)
    std::rethrow_exception(thrown);
  return signal;
}

// The file, or what stands for it in a dry run.
struct File {
  std::optional<store::Lock> lock;
  std::unique_ptr<store::Store> store;
  std::filesystem::path path;
  std::optional<FileCopy> copy;
};

std::expected<File, Refusal> open_file(const config::Config& config, bool dry_run) {
  if (dry_run) {
    auto copy = copy_file(config);
    if (!copy)
      return std::unexpected(copy.error());
    File file{{}, std::move(copy->store), copy->folder, {}};
    file.copy = std::move(*copy);
    return file;
  }
  auto lock = take_lock(config);
  if (!lock)
    return std::unexpected(lock.error());
  auto store = open_store(config);
  if (!store)
    return std::unexpected(store.error());
  return File{std::move(*lock), std::move(*store), config.database.path, {}};
}

Refusal interrupted(int signal, bool dry_run) {
  return {
      128 + signal,
      {dry_run
           ? "interrupted; nothing was written"
           : "interrupted; what was read is in the file, and the next sync goes on from there"}};
}

// What the dry run has found, and what it has cost.
void say_changes(FileCopy& copy, const config::Config& config,
                 const std::vector<sync::RoundResult>& results) {
  const auto is_whole = [](const sync::RoundResult& result) {
    return result.outcome == store::Outcome::whole;
  };
  std::cout << "\n" << changes_report(copy.reader, copy.newest_change);
  if (!std::ranges::all_of(results, is_whole))
    std::cout << "\nNot all could be read, so more may change than that.\n";
  std::cout << "\nNothing was written to " << config.database.path.string() << ".\n";
  std::cout << "It made requests that the platforms count and the file does not:";
  const char* before = " ";
  for (const sync::RoundResult& result : results) {
    std::cout << before << result.counts.requests << " to " << result.source;
    before = ", ";
  }
  std::cout << ".\n";
}

} // namespace

int sync_command(const config::Config& config, const SyncAction& action) {
  asio::io_context io(1);
  sync::Stop stop(io.get_executor());
  auto client = make_client(io.get_executor(), config);
  if (!client)
    return tell(client.error());
  const auto stoppable = sync::make_stoppable(std::move(*client), stop);
  auto sources = make_sources(config, action.source, *stoppable, environment);
  if (!sources)
    return tell({bad_usage, std::move(sources.error())});
  auto file = open_file(config, action.dry_run);
  if (!file)
    return tell(file.error());

  AsioClock clock;
  SystemRandom random;
  const service::LogTarget target = service::log_target();
  const auto logger = service::make_logger(config.log, target);
  PacedObserver paced_observer(*logger, clock);
  TerminalObserver terminal_observer(std::cerr, terminal_size, clock);
  const bool draws = target.is_terminal && config.log.format == config::LogFormat::automatic;
  sync::Observer& observer =
      draws ? static_cast<sync::Observer&>(terminal_observer) : paced_observer;
  asio::thread_pool writer_thread(1);
  store::Writer writer(writer_thread.get_executor(), *file->store, file->path);
  std::vector<sync::RoundResult> results;
  const sync::World world{*stoppable, clock, random, writer, observer, stop};
  const auto stop_all = [&] {
    stop.request();
    clock.wake();
  };
  const auto tick = [&] {
    if (draws)
      terminal_observer.tick();
  };
  const auto signal = run_sources(io, world, stop_all, tick, *sources, action.full, results);
  writer_thread.join();
  if (signal) // without waiting for a name server that a lookup may still be asking
    std::quick_exit(tell(interrupted(*signal, action.dry_run)));
  std::cout << summary(results, action.dry_run);
  if (file->copy)
    say_changes(*file->copy, config, results);
  std::cout << std::flush;
  return exit_code(results);
}

} // namespace trainsync::cli
