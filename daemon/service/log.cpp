#include "daemon/service/log.hpp"

#include "daemon/model/stamp.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/ansicolor_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

namespace trainsync::service {
namespace {

using config::LogFormat;

// syslog's numbers, which journald reads from the head of a line.
int journal_level(spdlog::level::level_enum level) {
  switch (level) {
  case spdlog::level::trace:
  case spdlog::level::debug:
    return 7;
  case spdlog::level::info:
    return 6;
  case spdlog::level::warn:
    return 4;
  case spdlog::level::err:
    return 3;
  default:
    return 2;
  }
}

void append(spdlog::memory_buf_t& out, std::string_view text) {
  out.append(text.data(), text.data() + text.size());
}

// Every line of a message gets its own prefix.
class JournalFormatter final : public spdlog::formatter {
public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    const std::string prefix = "<" + std::to_string(journal_level(message.level)) + ">";
    std::string_view rest(message.payload.data(), message.payload.size());
    for (bool more = true; more;) {
      const auto end = rest.find('\n');
      more = end != std::string_view::npos;
      append(out, prefix);
      append(out, rest.substr(0, end));
      append(out, "\n");
      rest = more ? rest.substr(end + 1) : std::string_view();
    }
  }
  std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<JournalFormatter>();
  }
};

class JsonFormatter final : public spdlog::formatter {
public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(message.time);
    const nlohmann::ordered_json line{
        {"time", model::format_stamp(milliseconds)},
        {"level", spdlog::level::to_string_view(message.level).data()},
        {"message", std::string(message.payload.data(), message.payload.size())}};
    append(out, line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    append(out, "\n");
  }
  std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<JsonFormatter>();
  }
};

spdlog::level::level_enum level_of(config::LogLevel level) {
  switch (level) {
  case config::LogLevel::trace:
    return spdlog::level::trace;
  case config::LogLevel::debug:
    return spdlog::level::debug;
  case config::LogLevel::warn:
    return spdlog::level::warn;
  case config::LogLevel::error:
    return spdlog::level::err;
  default:
    return spdlog::level::info;
  }
}

} // namespace

LogTarget log_target() {
  LogTarget target;
  const char* terminal = std::getenv("TERM");
  target.is_terminal =
      isatty(STDERR_FILENO) == 1 && terminal && std::string_view(terminal) != "dumb";
  struct stat status{};
  const char* journal = std::getenv("JOURNAL_STREAM");
  if (journal && fstat(STDERR_FILENO, &status) == 0)
    target.is_journal =
        journal == std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
  return target;
}

std::shared_ptr<spdlog::logger> make_logger(const config::Log& config, LogTarget target) {
  LogFormat format = config.format;
  if (format == LogFormat::automatic)
    format = target.is_journal ? LogFormat::journal : LogFormat::text;
  spdlog::sink_ptr sink;
  const char* no_color = std::getenv("NO_COLOR");
  if (format == LogFormat::text && target.is_terminal && !(no_color && *no_color))
    sink = std::make_shared<spdlog::sinks::ansicolor_stderr_sink_mt>(spdlog::color_mode::always);
  else
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  auto logger = std::make_shared<spdlog::logger>("trainsync", sink);
  if (format == LogFormat::journal)
    logger->set_formatter(std::make_unique<JournalFormatter>());
  else if (format == LogFormat::json)
    logger->set_formatter(std::make_unique<JsonFormatter>());
  else
    logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(
        "%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v", spdlog::pattern_time_type::utc));
  logger->set_level(level_of(config.level));
  logger->flush_on(spdlog::level::trace);
  return logger;
}

} // namespace trainsync::service
