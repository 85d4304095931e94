#include "daemon/cli/sync_command.hpp"

#include "daemon/cli/aliases.hpp"
#include "daemon/cli/asio_clock.hpp"
#include "daemon/cli/exit_code.hpp"
#include "daemon/cli/log_observer.hpp"
#include "daemon/cli/sources.hpp"
#include "daemon/cli/summary.hpp"
#include "daemon/cli/terminal_observer.hpp"
#include "daemon/service/log.hpp"
#include "daemon/store/lock.hpp"

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

int fail(int code, const std::string& message) {
  std::cerr << "trainsync: " << message << "\n";
  return code;
}

const char* environment(const char* name) {
  return std::getenv(name);
}

std::string from_environment(const char* upper, const char* lower) {
  const char* value = environment(upper);
  value = value ? value : environment(lower);
  return value ? value : "";
}

http::Options http_options(const config::Http& config) {
  http::Options options;
  options.connect_timeout = config.connect_timeout;
  options.request_timeout = config.request_timeout;
  options.max_body_bytes = config.max_body_bytes;
  options.ca_file = config.ca_file.value_or("").string();
  options.user_agent = "trainsync/" TRAINSYNC_VERSION;
  options.https_proxy = from_environment("HTTPS_PROXY", "https_proxy");
  options.no_proxy = from_environment("NO_PROXY", "no_proxy");
  return options;
}

int terminal_columns() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

// One round of one source, from its pin in the file to its result.
asio::awaitable<sync::RoundResult> run_source(sync::World world, Source& source, bool full) {
  sync::RoundResult refused;
  refused.source = source.name;
  refused.outcome = store::Outcome::failed;
  const model::Stamp now = world.clock.now();
  auto registered = co_await world.writer.run(
      [pin = source.pin, now](store::Store& store) { return store.register_source(pin, now); });
  auto spent = co_await world.writer.run(
      [name = source.name](store::Store& store) { return store.requests_made(name); });
  if (!registered || !spent) {
    refused.failure = sync::Failure{
        sync::Failure::Kind::file, registered ? spent.error().message : registered.error().message};
    co_return refused;
  }
  if (!*registered) {
    refused.failure = sync::Failure{sync::Failure::Kind::config, registered->error()};
    co_return refused;
  }
  sync::Fetcher fetcher(world, *source.authorizer, sync::Budget(source.budget, std::move(*spent)),
                        source.fetcher);
  co_return co_await source.round(world, fetcher, full);
}

// Runs all sources at once until the last has ended, or a signal came.
std::optional<int> run_sources(asio::io_context& io, sync::World world,
                               std::vector<Source>& sources, bool full,
                               std::vector<sync::RoundResult>& results) {
  std::optional<int> signal;
  asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code& error, int number) {
    if (error)
      return;
    signal = number;
    io.stop();
  });
  results.resize(sources.size());
  std::size_t left = sources.size();
  std::exception_ptr thrown;
  for (std::size_t i = 0; i < sources.size(); ++i)
    asio::co_spawn(io, run_source(world, sources[i], full),
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

struct File {
  store::Lock lock;
  std::unique_ptr<store::Store> store;
};

std::expected<File, std::pair<int, std::string>> open_file(const config::Config& config) {
  store::Options options;
  options.store_payloads = config.database.store_payloads;
  if (config.people.aliases) {
    auto aliases = read_aliases(*config.people.aliases);
    if (!aliases)
      return std::unexpected(std::pair(int{bad_usage}, aliases.error()));
    options.aliases = std::move(*aliases);
  }
  if (auto place = schema::check_place(config.database.path); !place)
    return std::unexpected(std::pair(int{bad_file}, place.error().message));
  auto lock = store::Lock::take(config.database.path);
  if (!lock)
    return std::unexpected(
        std::pair(int{lock.error().held ? locked : bad_file}, lock.error().message));
  auto db = schema::open_writer(config.database.path);
  if (!db)
    return std::unexpected(std::pair(int{bad_file}, db.error().message));
  return File{std::move(*lock), std::make_unique<store::Store>(std::move(*db), std::move(options))};
}

} // namespace

int sync_command(const config::Config& config, const SyncAction& action) {
  asio::io_context io(1);
  auto client = http::make_client(io.get_executor(), http_options(config.http));
  if (!client)
    return fail(bad_usage, client.error().message);
  auto sources = make_sources(config, action.source, **client, environment);
  if (!sources) {
    for (const std::string& error : sources.error())
      fail(bad_usage, error);
    return bad_usage;
  }
  auto file = open_file(config);
  if (!file)
    return fail(file.error().first, file.error().second);

  AsioClock clock;
  SystemRandom random;
  const service::LogTarget target = service::log_target();
  const auto logger = service::make_logger(config.log, target);
  LogObserver log_observer(*logger);
  TerminalObserver terminal_observer(std::cerr, terminal_columns, clock);
  const bool draws = target.is_terminal && config.log.format == config::LogFormat::automatic;
  sync::Observer& observer = draws ? static_cast<sync::Observer&>(terminal_observer) : log_observer;
  asio::thread_pool writer_thread(1);
  store::Writer writer(writer_thread.get_executor(), *file->store, config.database.path);
  std::vector<sync::RoundResult> results;
  const auto signal =
      run_sources(io, {**client, clock, random, writer, observer}, *sources, action.full, results);
  writer_thread.join();
  if (signal) { // leaves the requests that are under way as they are; no destructor needs to wait
                // for them
    fail(128 + *signal,
         "interrupted; what was read is in the file, and the next sync goes on from there");
    std::quick_exit(128 + *signal);
  }
  std::cout << summary(results) << std::flush;
  return exit_code(results);
}

} // namespace trainsync::cli
