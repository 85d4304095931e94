#include "tests/soak/mischief.hpp"

#include "tests/integration/query.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <functional>
#include <thread>

namespace trainsync::soak {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

simulator::Time now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

simulator::Fault some_fault(simulator::Rng& rng) {
  switch (rng.below(9)) {
  case 0:
    return simulator::answer_with(429, "{}", {{"Retry-After", "1"}});
  case 1:
    return simulator::answer_with(429, R"({"error": {"retry_after": 2}})");
  case 2:
    return simulator::answer_with(500, "");
  case 3:
    return simulator::answer_with(503, "", {{"Retry-After", "1"}});
  case 4:
    return simulator::truncated_json();
  case 5:
    return simulator::partial_body();
  case 6:
    return simulator::close_before_answer();
  case 7:
    return simulator::html_page();
  default:
    return simulator::stall();
  }
}

} // namespace

Mischief::Mischief(integration::Installation& installation, simulator::Server& server,
                   Daemon& daemon, std::uint64_t seed, std::chrono::seconds long_life)
    : installation_(installation), server_(server), daemon_(daemon), rng_{seed},
      long_life_(long_life) {
  configure(true);
}

void Mischief::step() {
  end_what_is_over();
  act();
}

void Mischief::act() {
  struct Deed {
    const char* name;
    unsigned weight;
    void (Mischief::*perform)();
    bool ends_process = false;
  };
  static constexpr std::array deeds{
      Deed{"changes", 40, &Mischief::change},
      Deed{"failing requests", 12, &Mischief::fail_requests},
      Deed{"reload", 6, &Mischief::reload},
      Deed{"poll now", 6, &Mischief::poll_now},
      Deed{"long reader", 5, &Mischief::read_for_long},
      Deed{"lock", 3, &Mischief::lock},
      Deed{"failing disk", 4, &Mischief::break_disk},
      Deed{"replaced file", 1, &Mischief::replace_file},
      Deed{"restart", 10, &Mischief::restart, true},
      Deed{"kill", 10, &Mischief::kill, true},
      Deed{"restored backup", 5, &Mischief::restore_while_stopped, true}};
  std::uint64_t choice = rng_.below(102);
  const auto* deed = deeds.begin();
  while (choice >= deed->weight)
    choice -= (deed++)->weight;
  if (deed->ends_process && steady_clock::now() < spared_until_)
    deed = deeds.begin();
  (this->*deed->perform)();
  ++count[deed->name];
}

Mischief::Time Mischief::in(std::int64_t least_seconds, std::int64_t most_seconds) {
  return steady_clock::now() + std::chrono::seconds(rng_.between(least_seconds, most_seconds));
}

void Mischief::change() {
  server_.with([this](simulator::Apis& apis) {
    for (std::int64_t left = rng_.between(1, 6); left > 0; --left)
      simulator::mutate(apis.company, rng_, now());
  });
}

void Mischief::fail_requests() {
  server_.with([this](simulator::Apis& apis) {
    const auto fault = some_fault(rng_);
    const auto share = static_cast<unsigned>(rng_.pick(std::array{10, 50, 100}));
    const auto hit = [this, share](const simulator::Request&, std::size_t) {
      return rng_.chance(share); // under the server's lock, as all here
    };
    if (rng_.chance(70))
      apis.learn.faults.when(hit, fault);
    if (rng_.chance(70))
      apis.exec.faults.when(hit, fault);
  });
  faults_end_ = in(1, 10);
}

void Mischief::configure(bool right) {
  const std::string often = "poll_interval = \"1s\"\ndelete_floor = 1000000\n";
  const std::string size = "page_size = " + std::to_string(rng_.between(20, 100)) + "\n";
  installation_.configure(
      server_.base_url(),
      {.http = "request_timeout = \"2s\"\n",
       .learn = often + size + "margin = \"0s\"\noverlap = \"10s\"\nfull_interval = \"60s\"\n",
       .exec = often + size});
  std::string text = integration::bytes(installation_.config());
  text.replace(text.find("\"trace\""), 7, right ? "\"info\"" : "\"loud\"");
  text +=
      "[metrics]\ntextfile = \"" + (installation_.folder() / "trainsync.prom").string() + "\"\n";
  integration::write(installation_.config(), text);
}

void Mischief::reload() {
  const bool right = rng_.chance(60);
  configure(right);
  daemon_.send(SIGHUP);
  std::this_thread::sleep_for(300ms); // it has read the file by then; a restart finds a right one
  if (!right)
    configure(true);
}

void Mischief::poll_now() {
  daemon_.send(SIGUSR1);
}

void Mischief::restart() {
  daemon_.stop();
  start();
}

void Mischief::kill() {
  daemon_.kill();
  start();
}

void Mischief::start() {
  daemon_.start();
  spared_until_ = rng_.chance(20) ? steady_clock::now() + long_life_ : in(1, 40);
}

void Mischief::put_backup_in_place() {
  const fs::path copy = installation_.folder() / "backup.db";
  SQLite::Database(installation_.database().string(), SQLite::OPEN_READONLY, 5000)
      .exec("VACUUM INTO '" + copy.string() + "'");
  fs::rename(copy, installation_.database());
}

// Nobody else may open the file, and the daemon must live, until it has noticed: the WAL that lies
// there is the old file's.
void Mischief::replace_file() {
  if (!is_calm() || !daemon_.has_file_open())
    return;
  put_backup_in_place();
  const auto patience = steady_clock::now() + 30s;
  while (!daemon_.has_file_open() && steady_clock::now() < patience)
    std::this_thread::sleep_for(50ms);
  if (!daemon_.has_file_open())
    daemon_.crashes.emplace_back("it did not notice that another file stands in its place");
}

void Mischief::restore_while_stopped() {
  if (!is_calm())
    return restart();
  daemon_.stop();
  put_backup_in_place();
  start();
}

void Mischief::read_for_long() {
  hold(SQLite::OPEN_READONLY, "BEGIN; SELECT count(*) FROM enrolments", in(1, 30));
}

void Mischief::lock() {
  hold(SQLite::OPEN_READWRITE, "BEGIN IMMEDIATE", in(1, 12));
}

void Mischief::hold(int mode, const char* sql, Time end) {
  if (other_ || !fs::exists(installation_.database()))
    return;
  try {
    other_.emplace(installation_.database().string(), mode, 5000);
    other_->exec(sql);
  } catch (const SQLite::Exception&) { // there are no tables yet, or the daemon writes on and on
    other_.reset();
  }
  other_ends_ = end;
}

void Mischief::break_disk() {
  daemon_.set_disk_trouble(rng_.pick(std::array{ENOSPC, EIO, EROFS}));
  disk_fails_ = true;
  disk_mends_ = in(1, 10);
}

void Mischief::end_what_is_over() {
  const Time time = steady_clock::now();
  if (other_ && time > other_ends_)
    other_.reset();
  if (disk_fails_ && time > disk_mends_) {
    daemon_.set_disk_trouble(0);
    disk_fails_ = false;
  }
  server_.with([&](simulator::Apis& apis) {
    if (time > faults_end_) {
      apis.learn.faults.clear();
      apis.exec.faults.clear();
    }
    apis.learn.requests.clear(); // whose memory would grow
    apis.exec.requests.clear();
  });
}

void Mischief::end() {
  other_ends_ = faults_end_ = disk_mends_ = Time();
  end_what_is_over();
  configure(true);
}

} // namespace trainsync::soak
