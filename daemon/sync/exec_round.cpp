#include "daemon/sync/exec_round.hpp"

#include "daemon/exec/assignment_pass.hpp"
#include "daemon/exec/parse.hpp"
#include "daemon/exec/requests.hpp"

#include <algorithm>
#include <set>
#include <span>

namespace trainsync::sync {
namespace {

using boost::asio::awaitable;

// Rows that one confirmation asks about; keeps the request's line short.
constexpr std::size_t confirmed_at_once = 40;

constexpr auto a_day = std::chrono::hours(24);

class ExecRound {
public:
  ExecRound(World world, Fetcher& fetcher, Agenda& agenda, const config::Exec& config)
      : clock_(world.clock), fetcher_(fetcher), config_(config),
        round_(world, fetcher, agenda, config.name) {}

  awaitable<RoundResult> run() {
    if (co_await round_.begin(true)) {
      const auto stream =
          co_await round_.in_file([key = key()](store::Store& store) { return store.stream(key); });
      if (stream && (stream->progress || co_await fits_budget()))
        co_await walk(*stream);
    }
    co_return co_await round_.end();
  }

private:
  store::StreamKey key() const { return {config_.name, "assignments", ""}; }

  awaitable<void> walk(const store::Stream& stream) {
    std::optional<exec::Resumed> resumed;
    Round::Plan plan = this->plan();
    if (stream.progress) {
      auto ids = co_await round_.in_file(
          [id = stream.id](store::Store& store) { return store.seen_ids(id); });
      if (!ids)
        co_return;
      const bool is_old = !stream.progress_since || clock_.now() - *stream.progress_since > a_day;
      resumed = exec::Resumed{*stream.progress, std::move(*ids), is_old};
      const auto forgotten =
          co_await round_.in_file([](store::Store& store) { return store.forgotten(); });
      if (!forgotten)
        co_return;
      plan.parse = parse_hiding(*forgotten);
    }
    co_await round_.run_pass(std::move(plan), [&](store::Stream) -> awaitable<Round::Begun> {
      co_return Round::Begun{std::make_unique<exec::AssignmentPass>(std::move(resumed)), true};
    });
  }

  // The file has no ids of forgotten people's rows; those that a walk which is taken up has still
  // to see must be named as those that it has seen.
  Parse parse_hiding(std::shared_ptr<const store::Forgotten> forgotten) const {
    return [source = config_.name, forgotten = std::move(forgotten)](std::string_view body) {
      auto page = exec::parse_assignments(body);
      if (page)
        forgotten->hide_ids(source, *page);
      return page;
    };
  }

  // A walk that does not fit in what is left of the day is not begun; one that no day has room for
  // goes on over days.
  awaitable<bool> fits_budget() {
    const auto rows = co_await round_.in_file(
        [name = config_.name](store::Store& store) { return store.live_rows(name, {}); });
    if (!rows)
      co_return false;
    pages_ = (*rows + config_.page_size - 1) / config_.page_size;
    const std::int64_t left = fetcher_.requests_left_today();
    if (pages_ > fetcher_.requests_per_day() || pages_ <= left)
      co_return true;
    round_.fail({Failure::Kind::limited,
                 "the list has about " + std::to_string(pages_) + " pages, but only " +
                     std::to_string(left) +
                     " requests are left of the day's budget; a later sync reads it, or raise " +
                     config_.name + ".requests_per_day"});
    co_return false;
  }

  Round::Plan plan() {
    const exec::Filters filters{config_.user_ids, config_.user_emails, config_.scenario_ids,
                                config_.program_ids};
    Round::Plan plan;
    plan.key = key();
    plan.interval = config_.poll_interval;
    plan.requests = pages_;
    plan.reads_all = true;
    plan.workers = config_.concurrency;
    plan.target = [filters, size = config_.page_size](const model::Fetch& fetch) {
      return exec::assignments_target(filters, fetch.page, size);
    };
    plan.parse = exec::parse_assignments;
    plan.judged = store::JudgedRows{
        config_.name,       {}, {}, config_.user_ids, config_.user_emails, config_.scenario_ids,
        config_.program_ids};
    plan.brake = {config_.delete_floor, config_.delete_share};
    plan.confirm = [this](Round::Candidates candidates) {
      return confirm_gone(std::move(candidates));
    };
    return plan;
  }

  // Asks for the people and scenarios of the candidates, many in one request.
  awaitable<std::optional<Round::Candidates>> confirm_gone(Round::Candidates candidates) {
    Round::Candidates gone;
    const std::span all(candidates);
    for (std::size_t first = 0; first < all.size(); first += confirmed_at_once) {
      const auto asked = all.subspan(first, std::min(confirmed_at_once, all.size() - first));
      const auto alive = co_await read_alive(asked);
      if (!alive)
        co_return std::nullopt;
      for (const store::Candidate& candidate : asked)
        if (!alive->contains(candidate.source_id))
          gone.push_back(candidate);
    }
    co_return gone;
  }

  // The ids that the API still shows for these people and scenarios.
  awaitable<std::optional<std::set<std::string>>>
  read_alive(std::span<const store::Candidate> candidates) {
    std::set<std::string> alive, users, scenarios;
    for (const store::Candidate& candidate : candidates) {
      if (!candidate.person || !candidate.item)
        co_return std::nullopt; // cannot be asked for
      users.insert(*candidate.person);
      scenarios.insert(*candidate.item);
    }
    const exec::Filters filters{
        {users.begin(), users.end()}, {}, {scenarios.begin(), scenarios.end()}, {}};
    for (std::int64_t number = 1, pages = 1; number <= pages; ++number) {
      auto page =
          co_await fetcher_.get(exec::assignments_target(filters, number, config_.page_size),
                                round_.run_id(), exec::parse_assignments);
      if (!page) {
        round_.heed(page.error());
        co_return std::nullopt;
      }
      pages = page->totals->pages;
      alive.insert(page->ids.begin(), page->ids.end());
      if (!co_await round_.keep(key(), std::move(*page)))
        co_return std::nullopt;
    }
    co_return alive;
  }

  Clock& clock_;
  Fetcher& fetcher_;
  const config::Exec& config_;
  std::int64_t pages_ = 0; // that the list is believed to have
  Round round_;
};

} // namespace

awaitable<RoundResult> run_exec_round(World world, Fetcher& fetcher, Agenda& agenda,
                                      const config::Exec& config) {
  ExecRound round(world, fetcher, agenda, config);
  world.observer.passes_planned(config.name, 1);
  co_return co_await round.run();
}

} // namespace trainsync::sync
