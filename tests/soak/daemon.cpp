#include "tests/soak/daemon.hpp"

#include "tests/integration/query.hpp"

#include <sys/stat.h>

#include <csignal>
#include <fstream>

namespace trainsync::soak {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::string proc(pid_t pid, const std::string& file) {
  return "/proc/" + std::to_string(pid) + "/" + file;
}

std::string last_lines(const std::string& text) {
  return text.size() < 1500 ? text : text.substr(text.size() - 1500);
}

} // namespace

void Daemon::start() {
  integration::Command command = installation_.command({"run"});
  command.environment = {
      "LD_PRELOAD=" TRAINSYNC_FAILING_DISK, "TRAINSYNC_TEST_TROUBLE=" + trouble_file().string(),
      "TRAINSYNC_TEST_FOLDER=" + installation_.database().parent_path().string()};
  child_.emplace(command);
  started_ = std::chrono::steady_clock::now();
  ++lives;
}

void Daemon::stop() {
  send(SIGTERM);
  judge(child_->wait(15s), true);
}

void Daemon::kill() {
  child_->kill();
  child_->wait();
}

void Daemon::send(int signal) {
  while (!listens() && !child_->ends_within(20ms)) {
  }
  ::kill(child_->pid(), signal);
}

bool Daemon::listens() const {
  std::ifstream status(proc(child_->pid(), "status"));
  for (std::string word, mask; status >> word;)
    if (word == "SigCgt:" && status >> mask)
      return (std::stoull(mask, nullptr, 16) >> (SIGUSR1 - 1) & 1) != 0;
  return false;
}

void Daemon::keep_up() {
  if (!child_->ends_within(0us))
    return;
  ++own_ends;
  judge(child_->wait(), false);
  start();
}

// Asked or not, it may end with 5 where the file cannot be used just then.
void Daemon::judge(const integration::Outcome& outcome, bool asked) {
  if ((asked && outcome.exit_code == 0) || outcome.exit_code == 5)
    return;
  crashes.push_back("it ended with exit code " + std::to_string(outcome.exit_code) + ", signal " +
                    std::to_string(outcome.signal) + ":\n" + last_lines(outcome.err));
}

std::optional<Sample> Daemon::sample() const {
  Sample sample{lives, 0, 0, 0, 0};
  sample.age = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  std::ifstream status(proc(child_->pid(), "status"));
  for (std::string word; status >> word;)
    if (word == "VmRSS:")
      status >> sample.memory_kib;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(proc(child_->pid(), "fd"), error)) {
    static_cast<void>(entry);
    ++sample.files;
  }
  const auto wal = fs::file_size(installation_.database().string() + "-wal", error);
  sample.wal_kib = error ? 0 : static_cast<std::int64_t>(wal >> 10);
  return sample.memory_kib > 0 && sample.files > 0 ? std::optional(sample) : std::nullopt;
}

bool Daemon::has_file_open() const {
  struct stat wanted{}, open{};
  if (stat(installation_.database().c_str(), &wanted) != 0)
    return false;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(proc(child_->pid(), "fd"), error))
    if (stat(entry.path().c_str(), &open) == 0 && open.st_dev == wanted.st_dev &&
        open.st_ino == wanted.st_ino)
      return true;
  return false;
}

void Daemon::set_disk_trouble(int error) {
  if (error == 0)
    fs::remove(trouble_file());
  else
    integration::write(trouble_file(), std::to_string(error));
}

} // namespace trainsync::soak
