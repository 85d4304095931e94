#include "tests/property/history.hpp"

#include "tests/integration/file_image.hpp"
#include "tests/integration/query.hpp"
#include "tests/integration/truth_image.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>

namespace trainsync::property {
namespace {

using namespace std::chrono_literals;
using simulator::Rng;
using std::chrono::milliseconds;

// Far from now, so that no view which compares with the present calls a stream stale.
constexpr model::Stamp begin = std::chrono::sys_days(std::chrono::year(2040) / 3 / 1) + 10h;
constexpr auto latest = 20s; // how late rows become visible, and how far the header Date is off

simulator::Company company(Rng& rng) {
  simulator::Size size;
  size.assignments = rng.below(3) + 1;
  size.enrolments_per_assignment = rng.below(61);
  size.users = 12;
  size.contents = rng.below(4) + 1;
  size.exec_users = 10;
  size.exec_assignments = rng.below(61);
  return simulator::generate(size, rng.next(), begin);
}

PlatformHabits platform_habits(Rng& rng) {
  return {rng.chance(10), rng.chance(50), rng.chance(70) ? milliseconds(latest) : 0ms};
}

NetworkHabits network_habits(Rng& rng) {
  NetworkHabits habits;
  habits.changes = rng.pick(std::array{0u, 5u, 20u, 50u});
  habits.failures = rng.pick(std::array{0u, 0u, 3u, 15u});
  habits.rate_limits = rng.pick(std::array{0u, 0u, 0u, 5u});
  habits.malformed = rng.pick(std::array{0u, 0u, 0u, 3u});
  habits.wrong_dates = rng.pick(std::array{0u, 0u, 0u, 10u});
  habits.clock_steps = rng.pick(std::array{0u, 0u, 2u});
  habits.latency_ms = rng.pick(std::array{20, 400, 8000});
  return habits;
}

bool is_row(const integration::RecordName& name) {
  return name.first == "enrolment";
}

// For a failing test's output.
std::string described(const char* platform, const simulator::Quirks& quirks) {
  return std::string(platform) + ": order " + std::to_string(static_cast<int>(quirks.order)) +
         (quirks.updated_at_from_is_exclusive ? ", exclusive" : "") +
         (quirks.ignores_updated_at_to ? ", ignores updatedAtTo" : "") +
         (quirks.page_size_cap ? ", cap " + std::to_string(*quirks.page_size_cap) : "") +
         (quirks.repeats_last_page ? ", repeats" : "") + (quirks.sends_date ? "" : ", no Date") +
         ", skew " + std::to_string(quirks.clock_skew.count()) +
         (quirks.single_enrolment_missing ? ", no single enrolment" : "");
}

std::string described(const NetworkHabits& habits) {
  return "changes " + std::to_string(habits.changes) + ", failures " +
         std::to_string(habits.failures) + ", rate limits " + std::to_string(habits.rate_limits) +
         ", malformed " + std::to_string(habits.malformed) + ", wrong dates " +
         std::to_string(habits.wrong_dates) + ", clock steps " +
         std::to_string(habits.clock_steps) + ", latency " + std::to_string(habits.latency_ms);
}

} // namespace

History::History(std::uint64_t seed)
    : rng_(Rng::mix(seed)), clock_(begin),
      platforms_(company(rng_), platform_habits(rng_), rng_.next()),
      client_(clock_, platforms_, network_habits(rng_), rng_.next()),
      machine_(clock_, client_, rng_.next()), kills_(rng_.pick(std::array{0u, 30u, 70u})) {
  set_quirks(platforms_.apis.learn.quirks);
  set_quirks(platforms_.apis.exec.quirks);
  configure(seed);
  tell(described("learn", platforms_.apis.learn.quirks));
  tell(described("exec", platforms_.apis.exec.quirks));
  tell(described(client_.habits));
  client_.tell = [this](const std::string& what) { tell(what); };
  machine_.watch.on_missing = [this](const Watch::Row& row) {
    missing_since_[row] = clock_.true_time();
    tell(row.second + " is missing");
  };
  machine_.watch.on_deleted = [this](const Watch::Row& row) { saw_deletion(row); };
}

void History::set_quirks(simulator::Quirks& quirks) {
  quirks.order = rng_.pick(std::array{simulator::Order::by_id, simulator::Order::by_updated_at,
                                      simulator::Order::by_updated_at_descending,
                                      simulator::Order::by_due_date, simulator::Order::shuffled});
  quirks.shuffle_seed = rng_.next();
  quirks.updated_at_from_is_exclusive = rng_.chance(50);
  quirks.ignores_updated_at_to = rng_.chance(25);
  if (rng_.chance(30))
    quirks.page_size_cap = rng_.below(5) + 2;
  quirks.repeats_last_page = rng_.chance(30);
  quirks.sends_date = !rng_.chance(10);
  quirks.clock_skew = milliseconds(rng_.between(-20'000, 20'000));
  quirks.users_forbidden = rng_.chance(5);
  quirks.contents_forbidden = rng_.chance(5);
  quirks.single_enrolment_missing = rng_.chance(40);
}

void History::configure(std::uint64_t seed) {
  machine_.config.learn.resize(1);
  config::Learn& learn = machine_.config.learn.front();
  learn.page_size = static_cast<int>(rng_.between(3, 10));
  learn.concurrency = static_cast<int>(rng_.between(1, 4));
  learn.overlap = Rng(seed).pick(std::array<milliseconds, 3>{0s, 60s, 15min});
  machine_.config.exec.resize(1);
  config::Exec& exec = machine_.config.exec.front();
  exec.page_size = static_cast<int>(rng_.between(3, 10));
  exec.concurrency = static_cast<int>(rng_.between(1, 4));
  exec.requests_per_minute = 54;
  exec.requests_per_day = 900;
  if (rng_.chance(50))
    learn.delete_floor = exec.delete_floor = 1'000'000;
  clock_.set_wall_offset(milliseconds(rng_.between(-3'600'000, 3'600'000)));
}

void History::tell(const std::string& what) {
  told_.push_back(model::format_stamp(clock_.true_time()) + " " + what);
}

void History::violated(const std::string& what) {
  tell("VIOLATED: " + what);
  if (violations_.size() < 20)
    violations_.push_back(what);
}

std::vector<std::string> History::run() {
  for (std::size_t rounds = rng_.below(6) + 2; rounds > 0; --rounds) {
    play_round();
    let_time_pass();
  }
  calm_down();
  check_end();
  const auto& watched = machine_.watch.violations;
  violations_.insert(violations_.end(), watched.begin(),
                     watched.begin() + std::min<std::ptrdiff_t>(std::ssize(watched), 10));
  return std::move(violations_);
}

void History::play_round() {
  const bool full = rng_.chance(30);
  tell(full ? "a full sync begins" : "a sync begins");
  std::optional<std::int64_t> steps;
  if (rng_.chance(kills_))
    steps = rng_.between(1, std::int64_t{1} << rng_.between(4, 12));
  const Sync sync = machine_.sync(full, steps);
  tell(sync.said());
  if (sync.stuck)
    violated("a sync waits for ever");
  if (sync.ended)
    check_health(sync);
  if (rng_.chance(20))
    machine_.end_process();
  if (rng_.chance(10))
    machine_.approve_deletions();
}

void History::let_time_pass() {
  const std::int64_t longest = rng_.pick(std::array<std::int64_t, 4>{5, 600, 20'000, 200'000});
  const milliseconds wait = rng_.between(1, longest) * 1000ms;
  const std::int64_t changes = rng_.chance(60) ? rng_.between(0, 12) : 0;
  for (std::int64_t i = 0; i < changes; ++i) {
    clock_.pass(wait / changes);
    tell(platforms_.change(clock_.true_time()));
  }
  if (changes == 0)
    clock_.pass(wait);
  if (client_.habits.clock_steps > 0)
    clock_.set_wall_offset(milliseconds(rng_.between(-3'600'000, 3'600'000)));
}

// The changes stop, and so do the faults; what is late becomes visible.
void History::calm_down() {
  needs_full_ = client_.malformed_any || platforms_.flipped_silently;
  client_.habits = NetworkHabits{};
  clock_.pass(machine_.config.learn.front().margin + 2 * latest);
  platforms_.apis.company.reveal(clock_.true_time());
  tell("it is calm now");
}

// A sync that a budget stops goes on when it has room again.
Sync History::settle(bool full) {
  Sync sync = machine_.sync(full);
  for (int days = 0; days < 3 && sync.is_limited(); ++days) {
    tell(sync.said());
    clock_.pass(25h);
    sync = machine_.sync(full);
  }
  tell(sync.said());
  check_health(sync);
  return sync;
}

void History::check_end() {
  if (needs_full_) // the first full one may only take up a walk that had begun before
    settle(true);
  settle(needs_full_);
  const Sync second = settle(false);
  if (!second.is_whole())
    violated("the second calm sync was not whole: " + second.said());
  check_live_rows("after two calm syncs");
  if (!platforms_.apis.learn.quirks.sends_date)
    move_on();
  settle(true);
  settle(true);
  machine_.approve_deletions(); // of streams that are empty now
  check_live_rows("after two full ones");
  check_deletions();
  SQLite::Database db(machine_.file.string(), SQLite::OPEN_READONLY);
  machine_.watch.check_replay(db);
}

// Of a server without a clock, what is gone shows only once its newest change is older than both
// the margin and what the machine's clock may be wrong by.
void History::move_on() {
  clock_.pass(2h);
  platforms_.touch_all_assignments(clock_.true_time());
  clock_.pass(2h);
  settle(false);
}

void History::check_live_rows(const std::string& when) {
  integration::Image truth = integration::truth_image(platforms_.apis.company);
  integration::Image file = integration::file_image(machine_.file);
  const auto& quirks = platforms_.apis.learn.quirks;
  std::erase_if(truth, [&](const auto& row) {
    const auto& [entity, name] = row.first;
    return (entity == "person" && name.starts_with("learn") && quirks.users_forbidden) ||
           (entity == "item" && name.starts_with("learn") && quirks.contents_forbidden);
  });
  std::erase_if(file, [&](const auto& row) { return !truth.contains(row.first); });
  for (integration::Image* image : {&truth, &file})
    for (auto& [name, fields] : *image)
      if (is_row(name))
        fields.erase("missing_since"); // full passes only take it back
  for (const std::string& difference : integration::differences(truth, file))
    violated(when + ", " + difference);
}

void History::check_deletions() {
  const integration::Image truth = integration::truth_image(platforms_.apis.company);
  for (const auto& [name, fields] : integration::file_image(machine_.file)) {
    if (!is_row(name))
      continue;
    const bool deleted = fields.at("deleted_at").has_value();
    if (!deleted && !truth.contains(name))
      violated(name.second + " is gone, and two full syncs did not delete it");
    if (!deleted && truth.contains(name) && fields.at("missing_since"))
      violated(name.second + " lives, and is still marked missing");
  }
}

// A stream whose pass was not whole is never fresh.
void History::check_health(const Sync& sync) {
  for (const auto& [stream, count] : sync.passes_not_whole) {
    const auto space = stream.find(' ');
    const std::string states = integration::value(
        machine_.file, "SELECT count(*) FROM sync_health WHERE state NOT IN ('fresh', 'held') AND "
                       "source = '" +
                           stream.substr(0, space) + "' AND stream = '" + stream.substr(space + 1) +
                           "'");
    if (std::stoll(states) < count)
      violated(std::to_string(count) + " passes of " + stream + " were not whole, but only " +
               states + " streams say so");
  }
}

void History::saw_deletion(const Watch::Row& row) {
  tell(row.second + " is deleted");
  const auto missing = missing_since_.find(row);
  if (missing == missing_since_.end())
    violated(row.second + " was deleted at its first absence");
  else if (platforms_.lives_since(row.first, row.second, missing->second))
    violated(row.second + " was marked deleted, but it lives");
}

} // namespace trainsync::property
