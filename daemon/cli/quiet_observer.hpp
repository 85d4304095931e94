// Listens to nothing.
#pragma once

#include "daemon/sync/observer.hpp"

namespace trainsync::cli {

class QuietObserver final : public sync::Observer {
public:
  void round_began(std::string_view, bool) override {}
  void page_stored(const store::StreamKey&, const store::Counts&, std::int64_t) override {}
  void passes_planned(std::string_view, std::int64_t) override {}
  void pass_ended(const store::StreamKey&, store::Outcome, std::string_view) override {}
  void waiting(std::string_view, model::Stamp, std::string_view) override {}
  void retrying(std::string_view, sync::Duration, std::string_view) override {}
  void round_ended(const sync::RoundResult&) override {}
};

} // namespace trainsync::cli
