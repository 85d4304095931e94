// What each configured source is made of, once its secret is read: how it authorises, what it may
// spend, what it is pinned to, and the round that reads it. The registry of platforms: a further
// one adds a constructor here.
#pragma once

#include "config/config.hpp"
#include "config/secret.hpp"
#include "daemon/http/auth.hpp"
#include "daemon/sync/agenda.hpp"
#include "daemon/sync/fetcher.hpp"
#include "daemon/sync/observer.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace trainsync::cli {

struct Source {
  std::string name;
  store::SourcePin pin;
  sync::FetcherOptions fetcher;
  sync::BudgetLimits budget;
  std::unique_ptr<http::Authorizer> authorizer;
  std::function<boost::asio::awaitable<sync::RoundResult>(sync::World, sync::Fetcher&,
                                                          sync::Agenda&, bool full)>
      round;
  store::StreamKey polled; // the stream whose interval the rounds follow
  sync::Duration poll_interval{0};
};

// What the source may spend; of Exec's, what is left to other callers is taken off.
sync::BudgetLimits budget_of(const config::Learn& learn);
sync::BudgetLimits budget_of(const config::Exec& exec);

// What the file is to hold the source from.
store::SourcePin pin_of(const config::Learn& learn);
store::SourcePin pin_of(const config::Exec& exec);

// All that are configured, or the one that is named. The errors say what to do, one a secret that
// cannot be read.
std::expected<std::vector<Source>, std::vector<std::string>>
make_sources(const config::Config& config, const std::optional<std::string>& only,
             http::Client& client, const config::Environment& environment);

} // namespace trainsync::cli
