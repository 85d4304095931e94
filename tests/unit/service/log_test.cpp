#include "daemon/service/log.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <functional>
#include <sstream>

namespace trainsync::service {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

constexpr LogTarget terminal{.is_terminal = true, .is_journal = false};
constexpr LogTarget journal{.is_terminal = false, .is_journal = true};
constexpr LogTarget pipe{};

std::string said(config::LogFormat format, LogTarget target,
                 const std::function<void(spdlog::logger&)>& say) {
  config::Log log;
  log.level = config::LogLevel::trace;
  log.format = format;
  testing::internal::CaptureStderr();
  say(*make_logger(log, target));
  return testing::internal::GetCapturedStderr();
}

TEST(Log, prefixes_every_line_for_the_journal_and_stamps_none) {
  const std::string text = said(config::LogFormat::automatic, journal, [](spdlog::logger& logger) {
    logger.trace("fine");
    logger.info("learn: whole");
    logger.warn("first line\nsecond line");
    logger.error("gone");
    logger.critical("the end");
  });
  EXPECT_EQ(text, "<7>fine\n<6>learn: whole\n<4>first line\n<4>second line\n<3>gone\n"
                  "<2>the end\n");
}

TEST(Log, is_one_json_object_a_line) {
  const std::string text = said(config::LogFormat::json, journal, [](spdlog::logger& logger) {
    logger.warn("two\nlines, \"quotes\" and a broken \xff byte");
    logger.info("next");
  });
  std::istringstream lines(text);
  std::vector<std::string> levels;
  for (std::string line; std::getline(lines, line);) {
    const auto object = nlohmann::json::parse(line);
    EXPECT_THAT(object.at("time").get<std::string>(),
                MatchesRegex("[0-9-]+T[0-9:]+\\.[0-9][0-9][0-9]Z"));
    EXPECT_FALSE(object.at("message").get<std::string>().empty());
    levels.push_back(object.at("level"));
  }
  EXPECT_THAT(levels, ElementsAre("warning", "info"));
}

TEST(Log, is_coloured_on_a_terminal_unless_the_user_wants_no_colour) {
  const auto warn = [](spdlog::logger& logger) { logger.warn("look"); };
  unsetenv("NO_COLOR");
  EXPECT_THAT(said(config::LogFormat::automatic, terminal, warn), HasSubstr("\033["));
  EXPECT_THAT(said(config::LogFormat::automatic, pipe, warn), Not(HasSubstr("\033[")));
  setenv("NO_COLOR", "1", 1);
  EXPECT_THAT(said(config::LogFormat::automatic, terminal, warn), Not(HasSubstr("\033[")));
  setenv("NO_COLOR", "", 1); // as good as unset
  EXPECT_THAT(said(config::LogFormat::automatic, terminal, warn), HasSubstr("\033["));
  unsetenv("NO_COLOR");
}

TEST(Log, leaves_out_what_is_below_its_level) {
  config::Log log;
  log.level = config::LogLevel::warn;
  testing::internal::CaptureStderr();
  make_logger(log, journal)->info("calm");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

} // namespace
} // namespace trainsync::service
