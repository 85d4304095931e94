// Runs a command and writes into OUT what it took: CPU in seconds, wall time in seconds, and its
// largest resident memory in KiB.
//
//   trainsync-bench-measure run OUT COMMAND ...
//   trainsync-bench-measure pages OUT FILE COMMAND ...
//       and how many pages of the training tables and their indexes the command wrote into FILE
//   trainsync-bench-measure ready OUT COMMAND ...
//       until the command tells systemd's notify socket that it is ready; then ends it
#include "tests/bench/measure.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace trainsync::bench {
namespace {

// While a reader holds the file as it was, no frame of its WAL is written over; so in the end each
// page that was written stands there.
class WalWitness {
public:
  explicit WalWitness(const std::string& file)
      : file_(file), reader_(file, SQLite::OPEN_READWRITE, 5000) {
    reader_.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    reader_.exec("BEGIN");
    reader_.execAndGet("SELECT count(*) FROM sqlite_schema");
  }

  std::size_t training_pages_written() {
    reader_.exec("COMMIT");
    const std::set<std::uint32_t> written = pages_in_wal();
    SQLite::Statement pages(reader_, pages_sql);
    std::size_t count = 0;
    while (pages.executeStep())
      count += written.count(pages.getColumn(0).getUInt());
    return count;
  }

private:
  static constexpr const char* pages_sql = R"sql(
SELECT d.pageno
  FROM dbstat AS d
  JOIN sqlite_schema AS s ON s.name = d.name
 WHERE s.tbl_name IN ('enrolments', 'enrolment_history', 'enrolment_payloads', 'status_periods', 'changes', 'people',
                      'items', 'assignments')
)sql";

  // SQLite's file format, section 4: a header of 32 bytes, then frames of 24 bytes and a page.
  std::set<std::uint32_t> pages_in_wal() {
    const int page_bytes = reader_.execAndGet("PRAGMA page_size").getInt();
    std::ifstream wal(file_ + "-wal", std::ios::binary);
    wal.seekg(32);
    std::set<std::uint32_t> pages;
    std::array<char, 24> frame{};
    while (wal.read(frame.data(), frame.size())) {
      std::uint32_t page = 0;
      for (std::size_t i = 0; i < 4; ++i)
        page = page << 8 | static_cast<unsigned char>(frame[i]);
      pages.insert(page);
      wal.seekg(page_bytes, std::ios::cur);
    }
    return pages;
  }

  std::string file_;
  SQLite::Database reader_;
};

// A socket of the kind that systemd gives a service.
class NotifySocket {
public:
  NotifySocket()
      : path_(std::filesystem::temp_directory_path() /
              ("trainsync-bench-" + std::to_string(getpid()))),
        socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path_.string().copy(address.sun_path, sizeof address.sun_path - 1);
    bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    const timeval patience{60, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setenv("NOTIFY_SOCKET", path_.c_str(), 1);
  }
  ~NotifySocket() {
    close(socket_);
    std::filesystem::remove(path_);
  }
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  void wait_until_ready() {
    std::array<char, 4096> message{};
    for (;;) {
      const ssize_t bytes = recv(socket_, message.data(), message.size(), 0);
      if (bytes <= 0 ||
          std::string_view(message.data(), static_cast<std::size_t>(bytes)).find("READY=1") !=
              std::string_view::npos)
        return;
    }
  }

private:
  std::filesystem::path path_;
  int socket_;
};

pid_t start(char** command) {
  const pid_t child = fork();
  if (child == 0) {
    execvp(command[0], command);
    std::perror(command[0]);
    _exit(127);
  }
  return child;
}

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Taken {
  double wall_s, cpu_s;
  long rss_kib;
  int code;
};

// `ready`: what to wait for before the command is ended; empty: it ends by itself.
Taken take(char** command, const std::function<void()>& ready) {
  const double began = seconds_now();
  const pid_t child = start(command);
  double ended = 0;
  if (ready) {
    ready();
    ended = seconds_now();
    kill(child, SIGTERM);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  if (!ready)
    ended = seconds_now();
  return {ended - began, cpu_seconds(usage), usage.ru_maxrss,
          WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)};
}

int run(const std::string& mode, const std::string& out, char** rest) {
  std::optional<WalWitness> witness;
  std::optional<NotifySocket> socket;
  if (mode == "pages")
    witness.emplace(*rest++);
  if (mode == "ready")
    socket.emplace();
  const Taken taken =
      take(rest, socket ? [&] { socket->wait_until_ready(); } : std::function<void()>());
  std::ofstream line(out);
  line << taken.cpu_s << " " << taken.wall_s << " " << taken.rss_kib;
  if (witness)
    line << " " << witness->training_pages_written();
  line << "\n";
  return socket ? 0 : taken.code;
}

} // namespace
} // namespace trainsync::bench

int main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "trainsync-bench-measure: wants run, pages or ready, a file to write, and a "
                 "command\n";
    return 2;
  }
  return trainsync::bench::run(argv[1], argv[2], argv + 3);
}
