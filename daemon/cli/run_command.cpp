#include "daemon/cli/run_command.hpp"

#include "daemon/cli/exit_code.hpp"
#include "daemon/cli/polling.hpp"
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

namespace trainsync::cli {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

// From the first poll to the signal that ends it; reloads in between.
class Service {
public:
  Service(std::filesystem::path config_file, config::Config config)
      : config_file_(std::move(config_file)), config_(std::move(config)),
        notify_(from_environment("NOTIFY_SOCKET")) {
    signals_.add(SIGUSR1);
  }

  int run() {
    const auto lock = take_lock(config_);
    if (!lock)
      return tell(lock.error());
    {
      const service::TimeoutExtender extender(notify_);
      auto prepared = prepare(config_);
      if (!prepared)
        return tell(prepared.error());
      polling_ = std::move(*prepared);
    }
    spawn(poll());
    spawn(hear_signals());
    spawn(feed_watchdog());
    io_.run();
    writer_thread_.join();
    polling_.reset();
    return code_;
  }

private:
  static std::string from_environment(const char* name) {
    const char* value = environment(name);
    return value ? value : "";
  }

  std::expected<std::unique_ptr<Polling>, Refusal> prepare(config::Config config) {
    return Polling::prepare(std::move(config), io_.get_executor(), writer_thread_.get_executor(),
                            [this] { tell_status(); });
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
      const auto failure = co_await polling_->run();
      if (failure)
        code_ = tell({failure->kind == sync::Failure::Kind::file ? bad_file : bad_usage,
                      {failure->message}});
      if (failure || stopping_)
        break;
      polling_ = std::move(next_);
    }
    signals_.cancel();
    watchdog_timer_.cancel();
    ended_ = true;
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
        (next_ ? next_ : polling_)->wake();
      else
        stop(signal);
    }
  }

  // The whole of the new configuration, or the old one.
  void reload() {
    if (next_ || stopping_)
      return; // a reload is under way
    notify_.reloading();
    auto config = config::load(config_file_);
    std::vector<std::string> errors;
    if (!config)
      for (const config::Problem& problem : config.error())
        errors.push_back(config::to_string(problem));
    else if (config->database.path != config_.database.path)
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

  // A second signal does not wait.
  void stop(int signal) {
    if (stopping_)
      std::quick_exit(128 + signal);
    stopping_ = true;
    notify_.stopping("ending with what is under way");
    polling_->log().info("stopping");
    polling_->stop();
  }

  awaitable<void> feed_watchdog() {
    const auto interval = service::watchdog_interval(environment("WATCHDOG_USEC"),
                                                     environment("WATCHDOG_PID"), getpid());
    while (interval && !ended_) {
      notify_.watchdog();
      watchdog_timer_.expires_after(*interval);
      boost::system::error_code cancelled;
      co_await watchdog_timer_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    }
  }

  std::filesystem::path config_file_;
  config::Config config_;
  service::Notify notify_;
  asio::io_context io_{1};
  asio::thread_pool writer_thread_{1};
  asio::signal_set signals_{io_, SIGTERM, SIGINT, SIGHUP};
  asio::steady_timer watchdog_timer_{io_};
  std::unique_ptr<Polling> polling_, next_;
  bool stopping_ = false, ended_ = false;
  int code_ = all_whole;
};

} // namespace

int run_command(const std::filesystem::path& config_file, config::Config config) {
  return Service(config_file, std::move(config)).run();
}

} // namespace trainsync::cli
