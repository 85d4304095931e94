#include "daemon/cli/sync_command.hpp"

#include "daemon/cli/asio_clock.hpp"
#include "daemon/cli/exit_code.hpp"
#include "daemon/cli/log_observer.hpp"
#include "daemon/cli/poller.hpp"
#include "daemon/cli/setup.hpp"
#include "daemon/cli/summary.hpp"
#include "daemon/cli/terminal_observer.hpp"
#include "daemon/service/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>

#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>

namespace trainsync::cli {
namespace {

namespace asio = boost::asio;

int terminal_columns() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

// Runs all sources at once until the last has ended, or until what is under way has ended after a
// signal. A second one does not wait.
std::optional<int> run_sources(asio::io_context& io, sync::World world,
                               const std::function<void()>& stop, std::vector<Source>& sources,
                               bool full, std::vector<sync::RoundResult>& results) {
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
                     if (--left == 0)
                       signals.cancel();
                   });
  io.run();
  if (thrown)
    std::rethrow_exception(thrown);
  return signal;
}

} // namespace

int sync_command(const config::Config& config, const SyncAction& action) {
  asio::io_context io(1);
  sync::Stop stop(io.get_executor());
  auto client = make_client(io.get_executor(), config.http);
  if (!client)
    return tell(client.error());
  const auto stoppable = sync::make_stoppable(std::move(*client), stop);
  auto sources = make_sources(config, action.source, *stoppable, environment);
  if (!sources)
    return tell({bad_usage, std::move(sources.error())});
  const auto lock = take_lock(config);
  if (!lock)
    return tell(lock.error());
  const auto store = open_store(config);
  if (!store)
    return tell(store.error());

  AsioClock clock;
  SystemRandom random;
  const service::LogTarget target = service::log_target();
  const auto logger = service::make_logger(config.log, target);
  LogObserver log_observer(*logger);
  TerminalObserver terminal_observer(std::cerr, terminal_columns, clock);
  const bool draws = target.is_terminal && config.log.format == config::LogFormat::automatic;
  sync::Observer& observer = draws ? static_cast<sync::Observer&>(terminal_observer) : log_observer;
  asio::thread_pool writer_thread(1);
  store::Writer writer(writer_thread.get_executor(), **store, config.database.path);
  std::vector<sync::RoundResult> results;
  const sync::World world{*stoppable, clock, random, writer, observer, stop};
  const auto stop_all = [&] {
    stop.request();
    clock.wake();
  };
  const auto signal = run_sources(io, world, stop_all, *sources, action.full, results);
  writer_thread.join();
  if (signal) // without waiting for a name server that a lookup may still be asking
    std::quick_exit(tell(
        {128 + *signal,
         {"interrupted; what was read is in the file, and the next sync goes on from there"}}));
  std::cout << summary(results) << std::flush;
  return exit_code(results);
}

} // namespace trainsync::cli
