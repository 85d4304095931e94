#include "daemon/sync/exec_round.hpp"

#include "daemon/exec/assignment_pass.hpp"
#include "daemon/exec/parse.hpp"
#include "daemon/exec/requests.hpp"

namespace trainsync::sync {

using boost::asio::awaitable;

awaitable<RoundResult> run_exec_round(World world, Fetcher& fetcher, const config::Exec& config) {
  Round round(world, fetcher, config.name);
  if (!co_await round.begin(true))
    co_return co_await round.end();
  world.observer.passes_planned(config.name, 1);
  const exec::Filters filters{config.user_ids, config.user_emails, config.scenario_ids,
                              config.program_ids};
  Round::Plan plan;
  plan.key = {config.name, "assignments", ""};
  plan.interval = config.poll_interval;
  plan.workers = config.concurrency;
  plan.target = [filters, size = config.page_size](const model::Fetch& fetch) {
    return exec::assignments_target(filters, fetch.page, size);
  };
  plan.parse = [](std::string_view body) { return exec::parse_assignments(body); };
  co_await round.run_pass(std::move(plan), [](const store::Stream&) -> Round::Begun {
    return {std::make_unique<exec::AssignmentPass>(), true};
  });
  co_return co_await round.end();
}

} // namespace trainsync::sync
