// Tells what a round does as log lines: one a round with its figures, and what a person should act
// on.
#pragma once

#include "daemon/sync/observer.hpp"

#include <spdlog/logger.h>

namespace trainsync::cli {

class LogObserver final : public sync::Observer {
public:
  explicit LogObserver(spdlog::logger& log) : log_(log) {}

  void round_began(std::string_view source, bool full) override;
  void page_stored(std::string_view source, std::string_view of, const store::Counts& page,
                   std::int64_t left) override;
  void passes_planned(std::string_view source, std::int64_t count) override;
  void pass_ended(std::string_view source, std::string_view of, store::Outcome outcome,
                  std::string_view message) override;
  void waiting(std::string_view source, model::Stamp until, std::string_view why) override;
  void retrying(std::string_view source, sync::Duration wait, std::string_view why) override;
  void round_ended(const sync::RoundResult& result) override;

private:
  spdlog::logger& log_;
};

} // namespace trainsync::cli
