#include "daemon/cli/sources.hpp"

#include "daemon/sync/exec_round.hpp"
#include "daemon/sync/learn_round.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>

namespace trainsync::cli {
namespace {

std::unique_ptr<http::Authorizer> authorizer_for(const config::Learn& learn, http::Client& client,
                                                 const config::Secret& secret) {
  if (learn.auth == config::LearnAuth::basic)
    return http::make_basic(learn.tenant_id, secret.reveal());
  http::OAuthOptions options;
  options.token_url = learn.token_url;
  options.client_id = learn.client_id;
  options.client_secret = secret.reveal();
  options.scope = learn.scope;
  options.client_auth = learn.client_auth == config::ClientAuth::basic ? http::ClientAuth::basic
                                                                       : http::ClientAuth::body;
  return http::make_client_credentials(client, std::move(options),
                                       [] { return std::chrono::steady_clock::now(); });
}

// What the config leaves out, as sync_health reads it.
std::string filters_of(const config::Learn& learn) {
  nlohmann::json filters = nlohmann::json::object();
  if (learn.assignments)
    filters["assignments"] = *learn.assignments;
  if (!learn.users)
    filters["users"] = false;
  if (!learn.contents)
    filters["contents"] = false;
  return filters.dump();
}

std::string filters_of(const config::Exec& exec) {
  const nlohmann::json filters{{"user_ids", exec.user_ids},
                               {"user_emails", exec.user_emails},
                               {"scenario_ids", exec.scenario_ids},
                               {"program_ids", exec.program_ids}};
  return filters.dump();
}

Source learn_source(const config::Config& config, const config::Learn& learn, http::Client& client,
                    const config::Secret& secret) {
  Source source;
  source.name = learn.name;
  source.pin = pin_of(learn);
  source.fetcher = {learn.name,
                    learn.base_url,
                    learn.name + ".api_secret and tenant_id",
                    config.sync.max_wait,
                    std::string(secret.reveal()),
                    learn.concurrency};
  source.budget = budget_of(learn);
  source.authorizer = authorizer_for(learn, client, secret);
  source.polled = {learn.name, "assignments", ""};
  source.poll_interval = learn.poll_interval;
  source.round = [&learn](sync::World world, sync::Fetcher& fetcher, sync::Agenda& agenda,
                          bool full) -> boost::asio::awaitable<sync::RoundResult> {
    sync::LearnRound round(world, fetcher, agenda, learn);
    co_return co_await round.run({full});
  };
  return source;
}

std::int64_t less_reserve(std::int64_t limit, double reserve) {
  return std::max<std::int64_t>(
      1, static_cast<std::int64_t>(static_cast<double>(limit) * (1 - reserve)));
}

Source exec_source(const config::Config& config, const config::Exec& exec,
                   const config::Secret& secret) {
  Source source;
  source.name = exec.name;
  source.pin = pin_of(exec);
  source.fetcher = {exec.name,
                    exec.base_url,
                    exec.name + ".api_key",
                    config.sync.max_wait,
                    std::string(secret.reveal()),
                    exec.concurrency};
  source.budget = budget_of(exec);
  source.authorizer = http::make_bearer(secret.reveal());
  source.polled = {exec.name, "assignments", ""};
  source.poll_interval = exec.poll_interval;
  source.round = [&exec](sync::World world, sync::Fetcher& fetcher, sync::Agenda& agenda,
                         bool) -> boost::asio::awaitable<sync::RoundResult> {
    return sync::run_exec_round(world, fetcher, agenda, exec);
  };
  return source;
}

} // namespace

sync::BudgetLimits budget_of(const config::Learn& learn) {
  return {learn.requests_per_minute, learn.requests_per_day};
}

sync::BudgetLimits budget_of(const config::Exec& exec) {
  return {less_reserve(exec.requests_per_minute, exec.reserve),
          less_reserve(exec.requests_per_day, exec.reserve)};
}

store::SourcePin pin_of(const config::Learn& learn) {
  return {learn.name, "learn", learn.base_url, learn.tenant_id, filters_of(learn)};
}

store::SourcePin pin_of(const config::Exec& exec) {
  return {exec.name, "exec", exec.base_url, "", filters_of(exec)};
}

std::expected<std::vector<Source>, std::vector<std::string>>
make_sources(const config::Config& config, const std::optional<std::string>& only,
             http::Client& client, const config::Environment& environment) {
  std::vector<Source> sources;
  std::vector<std::string> errors;
  const auto add = [&](const std::string& name, const char* key, const config::SecretRef& ref,
                       auto make) {
    if (only && *only != name)
      return;
    const auto secret = config::resolve(ref, environment);
    if (secret)
      sources.push_back(make(*secret));
    else
      errors.push_back(name + "." + key + ": " + secret.error());
  };
  for (const config::Learn& learn : config.learn)
    add(learn.name, "api_secret", learn.api_secret,
        [&](const config::Secret& secret) { return learn_source(config, learn, client, secret); });
  for (const config::Exec& exec : config.exec)
    add(exec.name, "api_key", exec.api_key,
        [&](const config::Secret& secret) { return exec_source(config, exec, secret); });
  if (only && sources.empty() && errors.empty())
    errors.push_back("--source " + *only + ": the config has no source of that name");
  if (!errors.empty())
    return std::unexpected(std::move(errors));
  return sources;
}

} // namespace trainsync::cli
