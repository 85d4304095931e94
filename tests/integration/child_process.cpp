#include "tests/integration/child_process.hpp"

#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string_view>
#include <system_error>

namespace trainsync::integration {
namespace {

int checked(int result, const char* what) {
  if (result < 0)
    throw std::system_error(errno, std::generic_category(), what);
  return result;
}

int memory_file(const char* name) {
  return checked(memfd_create(name, MFD_CLOEXEC), "memfd_create");
}

std::string contents(int file) {
  std::string text(
      static_cast<std::size_t>(checked(static_cast<int>(lseek(file, 0, SEEK_END)), "lseek")), '\0');
  const ssize_t size = pread(file, text.data(), text.size(), 0);
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return text;
}

std::vector<std::string> environment() {
  std::vector<std::string> kept{"TZ=America/New_York", "LC_ALL=C"};
  for (char** entry = environ; *entry; ++entry)
    for (const std::string_view prefix : {"ASAN_", "UBSAN_", "LSAN_", "TSAN_", "PATH="})
      if (std::string_view(*entry).starts_with(prefix))
        kept.emplace_back(*entry);
  return kept;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> made;
  for (std::string& text : texts)
    made.push_back(text.data());
  made.push_back(nullptr);
  return made;
}

struct Start {
  char* const* arguments;
  char* const* environment;
  int out, err;
  std::optional<std::uint64_t> largest_file_bytes;
  bool obeys_permissions;
};

// Between fork and exec, where other threads' locks may be held for ever: system calls only.
[[noreturn]] void become(const Start& start) {
  dup2(start.out, STDOUT_FILENO);
  dup2(start.err, STDERR_FILENO);
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  if (start.largest_file_bytes) {
    const rlimit limit{*start.largest_file_bytes, *start.largest_file_bytes};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  if (start.obeys_permissions)
    for (const int right : {CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER})
      prctl(PR_CAPBSET_DROP, right); // fails for others than root, who obey anyway
  execve(start.arguments[0], start.arguments, start.environment);
  _exit(127);
}

pid_t start(const Command& command, int out, int err) {
  std::vector<std::string> arguments = command.arguments, variables = environment();
  variables.insert(variables.end(), command.environment.begin(), command.environment.end());
  const auto argv = pointers(arguments), envp = pointers(variables);
  const pid_t pid = checked(fork(), "fork");
  if (pid == 0)
    become({argv.data(), envp.data(), out, err, command.largest_file_bytes,
            command.obeys_permissions});
  return pid;
}

// Debian 12's <sys/pidfd.h> is not made for C++.
int pidfd_of(pid_t pid) {
  return checked(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)), "pidfd_open");
}

} // namespace

Child::Child(const Command& command)
    : out_(memory_file("out")), err_(memory_file("err")), pid_(start(command, out_, err_)),
      handle_(pidfd_of(pid_)) {}

Child::~Child() {
  if (!waited_) {
    kill();
    waitpid(pid_, nullptr, 0);
  }
  for (const int file : {out_, err_, handle_})
    close(file);
}

bool Child::ends_within(std::chrono::microseconds time) const {
  pollfd ended{handle_, POLLIN, 0};
  const timespec limit{time.count() / 1'000'000, (time.count() % 1'000'000) * 1000};
  return ppoll(&ended, 1, &limit, nullptr) > 0;
}

void Child::kill() const {
  ::kill(pid_, SIGKILL);
}

Outcome Child::wait(std::chrono::seconds most) {
  if (!ends_within(most))
    kill();
  int status = 0;
  rusage used{};
  checked(wait4(pid_, &status, 0, &used), "wait4");
  waited_ = true;
  Outcome outcome{.out = contents(out_), .err = contents(err_)};
  outcome.resident_bytes = static_cast<std::size_t>(used.ru_maxrss) * 1024;
  if (WIFEXITED(status))
    outcome.exit_code = WEXITSTATUS(status);
  else
    outcome.signal = WTERMSIG(status);
  return outcome;
}

Outcome run(const Command& command) {
  return Child(command).wait();
}

} // namespace trainsync::integration
