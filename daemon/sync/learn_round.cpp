#include "daemon/sync/learn_round.hpp"

#include "daemon/learn/directory_pass.hpp"
#include "daemon/learn/enrolment_pass.hpp"
#include "daemon/learn/parse.hpp"

#include <algorithm>

namespace trainsync::sync {
namespace {

using boost::asio::awaitable;

// The page size of users and contents goes up to 1,000; fewer, larger pages cost fewer requests.
constexpr std::int64_t large_page = 1000;

const char* name_of(learn::Listing listing) {
  return listing == learn::Listing::assignments ? "assignments"
         : listing == learn::Listing::users     ? "users"
                                                : "contents";
}

// It says nothing about whether the platform answers such a request.
bool says_nothing(const Failure& failure) {
  using Kind = Failure::Kind;
  return failure.is_of_file() || failure.kind == Kind::unreachable ||
         failure.kind == Kind::unauthorised || failure.kind == Kind::limited ||
         failure.kind == Kind::stopped;
}

} // namespace

LearnRound::LearnRound(World world, Fetcher& fetcher, Agenda& agenda, const config::Learn& config)
    : world_(world), fetcher_(fetcher), agenda_(agenda), config_(config),
      round_(world, fetcher, agenda, config.name) {}

awaitable<RoundResult> LearnRound::run(RoundOptions options) {
  if (!co_await round_.begin(options.full))
    co_return co_await round_.end();
  requests_ = 1 + std::ssize(co_await assignments());
  co_await read_directory(learn::Listing::assignments);
  std::vector<std::string> ids = co_await assignments();
  requests_ = 1 + std::ssize(ids);
  co_await read_enrolments(std::move(ids), options.full);
  if (config_.users)
    co_await read_names(learn::Listing::users);
  if (config_.contents)
    co_await read_names(learn::Listing::contents);
  co_return co_await round_.end();
}

// Due each full interval, and as soon as an enrolment names one that is not known.
awaitable<void> LearnRound::read_names(learn::Listing listing) {
  const store::StreamKey key{config_.name, name_of(listing), ""};
  const auto count = [key](store::Store& store) {
    return store.unknown_rows(key.source, key.stream);
  };
  const auto unknown = co_await round_.in_file(count);
  if (round_.must_stop())
    co_return;
  if (unknown > agenda_.left_unknown(key))
    agenda_.wake(key);
  const bool due = agenda_.is_due(key);
  co_await read_directory(listing);
  const auto still_unknown = co_await round_.in_file(count);
  if (due && still_unknown)
    agenda_.leave_unknown(key, *still_unknown);
}

awaitable<void> LearnRound::read_directory(learn::Listing listing) {
  const bool assignments = listing == learn::Listing::assignments;
  const std::int64_t page_size = assignments ? config_.page_size : large_page;
  const auto known = co_await round_.in_file([source = config_.name, listing](store::Store& store) {
    return store.directory_rows(source, name_of(listing));
  });
  const auto longest =
      co_await round_.in_file([source = config_.name, assignments](store::Store& store) {
        return assignments ? store.longest_page(source, "enrolments") : 0;
      });
  if (!known || !longest)
    co_return;
  Round::Plan plan;
  plan.key = {config_.name, name_of(listing), ""};
  plan.interval = assignments ? config_.poll_interval : config_.full_interval;
  plan.requests = assignments ? requests_ : 0;
  plan.optional = !assignments || config_.assignments.has_value();
  if (!assignments)
    plan.leaves_out = std::string(name_of(listing)) + " = false";
  plan.workers = 2;
  plan.target = [=](const model::Fetch& fetch) {
    return learn::directory_target(listing, fetch.page, page_size);
  };
  plan.parse = [listing, field = config_.department_field](std::string_view body) {
    return learn::parse_directory(listing, body, field);
  };
  co_await round_.run_pass(std::move(plan), [=](store::Stream stream) -> awaitable<Round::Begun> {
    const learn::DirectoryPassInput input{page_size, std::max(stream.longest_page, *longest),
                                          *known};
    co_return Round::Begun{std::make_unique<learn::DirectoryPass>(input), true};
  });
}

awaitable<std::vector<std::string>> LearnRound::assignments() {
  if (config_.assignments)
    co_return *config_.assignments;
  const auto ids = co_await round_.in_file(
      [source = config_.name](store::Store& store) { return store.assignments_to_read(source); });
  co_return ids.value_or(std::vector<std::string>());
}

awaitable<void> LearnRound::read_enrolments(std::vector<std::string> assignments, bool full) {
  const auto listed = co_await round_.in_file(
      [source = config_.name](store::Store& store) { return store.listed_assignments(source); });
  if (!listed)
    co_return;
  listed_ = std::move(*listed);
  world_.observer.passes_planned(config_.name, std::ssize(assignments));
  std::size_t next = 0;
  const auto worker = [&]() -> awaitable<void> {
    while (next < assignments.size() && !round_.must_stop())
      co_await read_assignment(assignments[next++], full);
  };
  // Twice as many as requests at a time: the pages of one half are written while the server answers
  // the other half.
  std::vector<awaitable<void>> workers;
  for (int i = 0; i < 2 * config_.concurrency; ++i)
    workers.push_back(worker());
  co_await run_all(std::move(workers));
}

awaitable<void> LearnRound::read_assignment(std::string assignment, bool full) {
  const auto listed = listed_.find(assignment);
  Round::Plan plan = enrolments_plan(assignment);
  plan.gone_if_not_found = listed == listed_.end() && !config_.assignments;
  plan.may_rest = listed == listed_.end() || listed->second.is_off;
  co_await round_.run_pass(std::move(plan), [=, this](store::Stream stream) {
    return begin_assignment(assignment, full, std::move(stream));
  });
}

awaitable<Round::Begun> LearnRound::begin_assignment(std::string assignment, bool full,
                                                     store::Stream stream) {
  learn::EnrolmentPassInput input;
  input.server_now = fetcher_.server_now();
  input.local_now = world_.clock.now();
  input.overlap = config_.overlap;
  input.margin = config_.margin;
  input.page_size = config_.page_size;
  const bool due = !stream.last_full_at || input.local_now - *stream.last_full_at >=
                                               spread_interval(config_.full_interval, assignment);
  input.cursor = stream.cursor;
  input.full = full || due;
  if (stream.progress && (stream.progress->full || !full))
    input.progress = stream.progress;
  const auto read = co_await round_.in_file([&](store::Store& store) {
    input.longest_page = store.longest_page(config_.name, "enrolments");
    if (input.full && !input.progress) // counting them takes as long as reading a page or two
      input.known_rows = store.live_rows(config_.name, assignment);
    return true;
  });
  if (!read)
    co_return Round::Begun{nullptr, false};
  co_return Round::Begun{std::make_unique<learn::EnrolmentPass>(input),
                         input.progress ? input.progress->full : input.full};
}

Round::Plan LearnRound::enrolments_plan(const std::string& assignment) {
  Round::Plan plan;
  plan.key = {config_.name, "enrolments", assignment};
  plan.interval = config_.poll_interval;
  plan.requests = requests_;
  plan.workers = 2;
  plan.target = [assignment, size = config_.page_size](const model::Fetch& fetch) {
    return learn::enrolments_target(assignment, fetch, size);
  };
  plan.parse = [assignment](std::string_view body) {
    return learn::parse_enrolments(body, assignment);
  };
  plan.judged.emplace();
  plan.judged->source = config_.name;
  plan.judged->assignment = assignment;
  plan.brake = {config_.delete_floor, config_.delete_share};
  plan.confirm = [this, assignment](Round::Candidates candidates) {
    return confirm_gone(assignment, std::move(candidates));
  };
  return plan;
}

awaitable<std::optional<Round::Candidates>> LearnRound::confirm_gone(std::string assignment,
                                                                     Round::Candidates candidates) {
  const Parse parse = [&](std::string_view body) {
    return learn::parse_enrolments("[" + std::string(body) + "]", assignment);
  };
  const auto ask = [&](const std::string& id) {
    return fetcher_.get(learn::enrolment_target(assignment, id), round_.run_id(), parse);
  };
  const auto sample = co_await round_.in_file(
      [&](store::Store& store) { return store.sample_row(config_.name, assignment); });
  if (!sample)
    co_return std::nullopt;
  // Where the platform does not answer this, two whole passes are all the proof there is.
  if (!*sample)
    co_return candidates;
  if (const auto known = co_await ask(**sample); !known) {
    round_.heed(known.error());
    co_return says_nothing(known.error()) ? std::nullopt : std::optional(std::move(candidates));
  }
  Round::Candidates gone;
  for (const store::Candidate& candidate : candidates) {
    auto page = co_await ask(candidate.source_id);
    if (page && !co_await round_.keep({config_.name, "enrolments", assignment}, std::move(*page)))
      co_return std::nullopt;
    if (!page && page.error().kind != Failure::Kind::not_found) {
      round_.heed(page.error());
      co_return std::nullopt;
    }
    if (!page)
      gone.push_back(candidate);
  }
  co_return gone;
}

} // namespace trainsync::sync
