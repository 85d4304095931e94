#include "tests/property/machine.hpp"

#include "daemon/sync/exec_round.hpp"
#include "daemon/sync/learn_round.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>

namespace trainsync::property {
namespace {

namespace asio = boost::asio;

constexpr const char* learn_url = "https://learn.test/rest/v1";
constexpr const char* exec_url = "https://exec.test/rest/v1";

class Dice final : public sync::Random {
public:
  explicit Dice(simulator::Rng rng) : rng_(rng) {}
  double next() override { return static_cast<double>(rng_.below(1'000'000)) / 1e6; }

private:
  simulator::Rng rng_;
};

class Scorer final : public sync::Observer {
public:
  void round_began(std::string_view, bool) override {}
  void page_stored(const store::StreamKey&, const store::Counts&, std::int64_t) override {}
  void passes_planned(std::string_view, std::int64_t) override {}
  void pass_ended(const store::StreamKey& stream, store::Outcome outcome,
                  std::string_view) override {
    if (outcome != store::Outcome::whole)
      ++not_whole[stream.source + " " + stream.stream];
  }
  void waiting(std::string_view, model::Stamp, std::string_view) override {}
  void retrying(std::string_view, sync::Duration, std::string_view) override {}
  void round_ended(const sync::RoundResult&) override {}

  std::map<std::string, std::int64_t> not_whole;
};

std::filesystem::path new_file() {
  static std::atomic<int> count = 0;
  const auto folder = std::filesystem::exists("/dev/shm") ? std::filesystem::path("/dev/shm")
                                                          : std::filesystem::temp_directory_path();
  return folder /
         ("trainsync-property-" + std::to_string(getpid()) + "-" + std::to_string(++count) + ".db");
}

void remove_database(const std::filesystem::path& file) {
  for (const char* suffix : {"", "-wal", "-shm"})
    std::filesystem::remove(file.string() + suffix);
}

} // namespace

bool Sync::is_whole() const {
  return ended && std::ranges::all_of(results, [](const sync::RoundResult& result) {
           return result.outcome == store::Outcome::whole;
         });
}

bool Sync::is_limited() const {
  return std::ranges::any_of(results, [](const sync::RoundResult& result) {
    return result.failure && result.failure->kind == sync::Failure::Kind::limited;
  });
}

std::string Sync::said() const {
  std::string said = ended ? "" : stuck ? "stuck " : "killed ";
  for (const sync::RoundResult& result : results)
    said += result.source + " " + store::text(result.outcome) + " (" +
            std::to_string(result.counts.requests) + " requests" +
            (result.failure ? ", " + result.failure->message : "") + ") ";
  return said;
}

// What lives in memory. Destroying it in the middle of a sync is a kill: coroutines end where they
// are, and nothing more is written.
class Machine::Process {
public:
  explicit Process(Machine& machine)
      : machine_(machine), dice_(machine.rng_), io_(std::make_unique<asio::io_context>(1)),
        stop_(std::make_unique<sync::Stop>(io_->get_executor())),
        store_(open(machine), store::Options{machine.config.database.store_payloads, {}}),
        writer_(io_->get_executor(), store_, machine.file),
        world_{machine.client_, machine.clock_, dice_, writer_, scorer_, *stop_},
        learn_key_(http::make_basic(simulator::default_tenant_id, simulator::default_api_secret)),
        exec_key_(http::make_bearer(simulator::default_api_key)) {}
  ~Process() {
    stop_.reset();
    io_.reset(); // whose coroutines hold on to what stands above
  }

  Sync sync(bool full, std::optional<std::int64_t> steps) {
    scorer_.not_whole.clear();
    Sync sync;
    std::size_t left = 0;
    const auto spawn = [&](asio::awaitable<sync::RoundResult> round) {
      ++left;
      asio::co_spawn(*io_, std::move(round),
                     [&](std::exception_ptr error, sync::RoundResult result) {
                       if (error)
                         std::rethrow_exception(error);
                       sync.results.push_back(std::move(result));
                       --left;
                     });
    };
    for (const config::Learn& learn : machine_.config.learn)
      spawn(learn_round(learn, full));
    for (const config::Exec& exec : machine_.config.exec)
      spawn(exec_round(exec));
    io_->restart();
    run(left, steps, sync);
    sync.passes_not_whole = scorer_.not_whole;
    return sync;
  }

  store::Store& store() { return store_; }

private:
  static SQLite::Database open(Machine& machine) {
    auto db = schema::open_writer(machine.file);
    if (!db)
      throw std::runtime_error(db.error().message);
    machine.set_up(*db);
    machine.watch.attach(*db);
    return std::move(*db);
  }

  void run(const std::size_t& left, std::optional<std::int64_t> steps, Sync& sync) {
    while (left > 0) {
      if (steps && (*steps)-- <= 0)
        return;
      if (io_->poll_one() > 0)
        continue;
      sync.stuck = !machine_.clock_.wake_next();
      if (sync.stuck)
        return;
    }
    sync.ended = true;
  }

  asio::awaitable<sync::Budget> begin(store::SourcePin pin, sync::BudgetLimits limits) {
    const model::Stamp now = machine_.clock_.now();
    const std::string name = pin.name;
    co_await writer_.run(
        [pin, now](store::Store& store) { return store.register_source(pin, now); });
    auto spent =
        co_await writer_.run([name](store::Store& store) { return store.requests_made(name); });
    co_return sync::Budget(limits, std::move(spent.value()));
  }

  asio::awaitable<sync::RoundResult> learn_round(const config::Learn& learn, bool full) {
    sync::Budget budget = co_await begin({learn.name, "learn", learn_url, "tenant", "{}"},
                                         {learn.requests_per_minute, learn.requests_per_day});
    sync::Fetcher fetcher(world_, *learn_key_, std::move(budget),
                          {learn.name,
                           learn_url,
                           "the secret",
                           machine_.config.sync.max_wait,
                           {},
                           learn.concurrency});
    sync::Agenda agenda(dice_);
    sync::LearnRound round(world_, fetcher, agenda, learn);
    co_return co_await round.run({full});
  }

  asio::awaitable<sync::RoundResult> exec_round(const config::Exec& exec) {
    sync::Budget budget = co_await begin({exec.name, "exec", exec_url, "", "{}"},
                                         {exec.requests_per_minute, exec.requests_per_day});
    sync::Fetcher fetcher(
        world_, *exec_key_, std::move(budget),
        {exec.name, exec_url, "the key", machine_.config.sync.max_wait, {}, exec.concurrency});
    sync::Agenda agenda(dice_);
    co_return co_await sync::run_exec_round(world_, fetcher, agenda, exec);
  }

  Machine& machine_;
  Dice dice_;
  Scorer scorer_;
  std::unique_ptr<asio::io_context> io_;
  std::unique_ptr<sync::Stop> stop_;
  store::Store store_;
  store::Writer writer_;
  sync::World world_;
  std::unique_ptr<http::Authorizer> learn_key_, exec_key_;
};

Machine::Machine(VirtualClock& clock, http::Client& client, std::uint64_t seed)
    : file(new_file()), clock_(clock), client_(client), rng_(seed) {
  remove_database(file); // one that was killed, and had the same process number, may have left it
}

Machine::~Machine() {
  end_process();
  if (!keeps_file)
    remove_database(file);
}

Sync Machine::sync(bool full, std::optional<std::int64_t> steps) {
  if (!process_)
    process_ = std::make_unique<Process>(*this);
  Sync done = process_->sync(full, steps);
  if (!done.ended)
    end_process();
  return done;
}

void Machine::approve_deletions() {
  if (!process_)
    process_ = std::make_unique<Process>(*this);
  process_->store().approve_deletions("", clock_.now());
}

void Machine::end_process() {
  process_.reset();
  rng_.next();
}

} // namespace trainsync::property
