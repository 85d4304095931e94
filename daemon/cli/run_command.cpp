#include "daemon/cli/run_command.hpp"

#include "daemon/cli/exit_code.hpp"
#include "daemon/cli/polling.hpp"
#include "daemon/service/log.hpp"
#include "daemon/service/notify.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>

namespace trainsync::cli {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

// How often it is looked whether the file is still the one that was opened. Each write looks too.
constexpr auto file_watch = std::chrono::seconds(5);
// Between two tries to open the file that stands in its place now: doubled each time.
constexpr auto first_open_retry = std::chrono::seconds(1),
               longest_open_retry = std::chrono::seconds(60);

// From the first poll to the signal that ends it; reloads in between.
class Service {
public:
  Service(std::filesystem::path config_file, config::Config config)
      : config_file_(std::move(config_file)), config_(std::move(config)),
        notify_(from_environment("NOTIFY_SOCKET")) {
    signals_.add(SIGUSR1);
  }

  int run() {
    {
      const service::TimeoutExtender extender(notify_);
      auto prepared = take_lock_and_prepare(config_);
      if (!prepared)
        return end_with(*service::make_logger(config_.log, service::log_target()),
                        prepared.error());
      polling_ = std::move(*prepared);
    }
    spawn(poll());
    spawn(hear_signals());
    spawn(watch_file());
    spawn(feed_watchdog());
    io_.run();
    writer_thread_.join();
    if (polling_->has_file())
      polling_->close_file().remove_leftovers();
    polling_.reset();
    return code_;
  }

private:
  static int end_with(spdlog::logger& log, const Refusal& refusal) {
    for (const std::string& message : refusal.messages)
      log.error("{}", message);
    return refusal.code;
  }

  static std::string from_environment(const char* name) {
    const char* value = environment(name);
    return value ? value : "";
  }

  std::expected<std::unique_ptr<Polling>, Refusal> prepare(config::Config config) {
    return Polling::prepare(std::move(config), io_.get_executor(), writer_thread_.get_executor(),
                            [this] { tell_status(); });
  }

  std::expected<std::unique_ptr<Polling>, Refusal>
  take_lock_and_prepare(const config::Config& config) {
    lock_.reset();
    auto lock = take_lock(config);
    if (!lock)
      return std::unexpected(std::move(lock.error()));
    lock_.emplace(std::move(*lock));
    return prepare(config);
  }

  // What is thrown is a defect, and ends the program.
  void spawn(awaitable<void> task) {
    asio::co_spawn(io_, std::move(task), [](const std::exception_ptr& thrown) {
      if (thrown)
        std::rethrow_exception(thrown);
    });
  }

  void tell_status() {
    if (polling_ && !stopping_)
      notify_.status(polling_->status());
  }

  // Polls under one configuration after the other.
  awaitable<void> poll() {
    for (;;) {
      notify_.ready(polling_->status());
      auto failure = co_await polling_->run();
      if (failure && failure->kind == sync::Failure::Kind::replaced && !stopping_) {
        co_await open_again(failure->message);
        failure.reset();
      }
      if (failure)
        code_ = end_with(polling_->log(),
                         {failure->kind == sync::Failure::Kind::file ? bad_file : bad_usage,
                          {failure->message}});
      if (failure || stopping_)
        break;
      polling_ = std::move(next_);
    }
    signals_.cancel();
    watchdog_timer_.cancel();
    file_timer_.cancel();
    ended_ = true;
  }

  // Another file stands in the place of ours, such as a backup that was restored, or soon will.
  // None is made: it may be on its way. `next_` is set, or the end was asked for meanwhile.
  awaitable<void> open_again(std::string why) {
    const config::Config config = (next_ ? next_ : polling_)->config();
    next_.reset();
    const schema::FileSet closed = polling_->close_file();
    polling_->log().warn("{}; it is closed, and what stands there is opened", why);
    polling_->tell_file_fails();
    closed.remove_leftovers();
    opening_ = true;
    for (auto wait = first_open_retry; !stopping_; wait = std::min(2 * wait, longest_open_retry)) {
      closed.remove_leftovers();
      auto opened = open_existing(config);
      if (opened) {
        polling_->log().info("{} is opened anew", config.database.path.string());
        next_ = std::move(*opened);
        break;
      }
      for (const std::string& message : opened.error().messages)
        polling_->log().error("{}", message);
      notify_.status(opened.error().messages.front());
      co_await pause(open_timer_, wait);
    }
    opening_ = false;
  }

  std::expected<std::unique_ptr<Polling>, Refusal> open_existing(const config::Config& config) {
    const std::filesystem::path& path = config.database.path;
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
      return std::unexpected(
          Refusal{bad_file,
                  {path.string() + " is not there any more: put it or a backup back in its "
                                   "place, or restart trainsync to begin a new file"}});
    return take_lock_and_prepare(config);
  }

  awaitable<void> watch_file() {
    while (!ended_) {
      co_await pause(file_timer_, file_watch);
      if (!ended_ && !opening_)
        polling_->check_file();
    }
  }

  static awaitable<void> pause(asio::steady_timer& timer, std::chrono::microseconds time) {
    timer.expires_after(time);
    boost::system::error_code cancelled;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
  }

  awaitable<void> hear_signals() {
    while (!ended_) {
      boost::system::error_code cancelled;
      const int signal =
          co_await signals_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
      if (cancelled)
        co_return;
      if (signal == SIGHUP)
        reload();
      else if (signal == SIGUSR1)
        wake();
      else
        stop(signal);
    }
  }

  void wake() {
    (next_ ? next_ : polling_)->wake();
    open_timer_.cancel();
  }

  // The whole of the new configuration, or the old one.
  void reload() {
    if (next_ || stopping_)
      return; // a reload is under way
    if (opening_ || !polling_->check_file())
      return polling_->log().error(
          "the new configuration is not used: the file is being opened anew; reload again");
    notify_.reloading();
    auto config = config::load(config_file_);
    std::vector<std::string> errors;
    if (!config)
      for (const config::Problem& problem : config.error())
        errors.push_back(config::to_string(problem));
    else if (!is_locked_by_us(config->database.path))
      errors.push_back("database.path cannot change while trainsync runs: restart it");
    if (errors.empty()) {
      auto prepared = prepare(std::move(*config));
      if (prepared) {
        polling_->log().info("the configuration was read anew");
        next_ = std::move(*prepared);
        return polling_->stop();
      }
      errors = prepared.error().messages;
    }
    for (const std::string& error : errors)
      polling_->log().error("the new configuration is not used: {}", error);
    notify_.ready("the new configuration is not used, see the log; " + polling_->status());
  }

  // However the path is spelled: the file whose lock we hold.
  bool is_locked_by_us(const std::filesystem::path& database) const {
    std::error_code ignored;
    return database == config_.database.path ||
           std::filesystem::equivalent(store::lock_file(database),
                                       store::lock_file(config_.database.path), ignored);
  }

  // A second signal does not wait.
  void stop(int signal) {
    if (stopping_)
      std::quick_exit(128 + signal);
    stopping_ = true;
    notify_.stopping("ending with what is under way");
    polling_->log().info("stopping");
    polling_->stop();
    open_timer_.cancel();
  }

  awaitable<void> feed_watchdog() {
    const auto interval = service::watchdog_interval(environment("WATCHDOG_USEC"),
                                                     environment("WATCHDOG_PID"), getpid());
    while (interval && !ended_) {
      notify_.watchdog();
      co_await pause(watchdog_timer_, *interval);
    }
  }

  std::filesystem::path config_file_;
  config::Config config_;
  service::Notify notify_;
  asio::io_context io_{1};
  asio::thread_pool writer_thread_{1};
  asio::signal_set signals_{io_, SIGTERM, SIGINT, SIGHUP};
  asio::steady_timer watchdog_timer_{io_}, file_timer_{io_}, open_timer_{io_};
  std::optional<store::Lock> lock_;
  std::unique_ptr<Polling> polling_, next_;
  bool stopping_ = false, ended_ = false;
  bool opening_ = false; // the file is closed, and none is open yet
  int code_ = all_whole;
};

int run_under(const std::filesystem::path& config_file, const config::Config& config) {
  try {
    return Service(config_file, config).run();
  } catch (const std::exception& error) {
    service::make_logger(config.log, service::log_target())->critical("{}", defect_words(error));
    return not_whole;
  }
}

} // namespace

int run_command(const std::filesystem::path& config_file) {
  const auto config = config::load(config_file);
  if (config)
    return run_under(config_file, *config);
  // Which form the log is to have is not known.
  const char* prefix = service::log_target().is_journal ? service::journal_error : "";
  for (const config::Problem& problem : config.error())
    std::cerr << prefix << config::to_string(problem) << "\n";
  return bad_usage;
}

} // namespace trainsync::cli
