#include "tests/integration/run_fixture.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

namespace trainsync::integration {
namespace {

constexpr auto patience = std::chrono::seconds(60);

} // namespace

Systemd::Systemd(const std::filesystem::path& path) : socket_(socket(AF_UNIX, SOCK_DGRAM, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  EXPECT_EQ(bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  const timeval step{0, 20'000};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &step, sizeof step);
}

Systemd::~Systemd() {
  close(socket_);
}

std::string Systemd::hears(const std::string& words) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < end) {
    std::string message(8192, '\0');
    const ssize_t size = recv(socket_, message.data(), message.size(), 0);
    message.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    heard += message + "\n";
    if (message.find(words) != std::string::npos)
      return message;
  }
  ADD_FAILURE() << "systemd never heard '" << words << "', but:\n" << heard;
  return {};
}

Child RunTest::start(const std::vector<std::string>& environment) {
  return start(installation.command({"run"}), environment);
}

Child RunTest::start(Command command, const std::vector<std::string>& environment) {
  command.environment = environment;
  command.environment.push_back("NOTIFY_SOCKET=" + notify_socket().string());
  return Child(command);
}

void RunTest::configure(const std::string& learn, const std::string& exec) {
  installation.configure(server->base_url(), {.learn = "poll_interval = \"1s\"\n" + learn,
                                              .exec = "poll_interval = \"1s\"\n" + exec});
}

Outcome RunTest::stopped(Child& daemon, int signal, std::chrono::seconds most) {
  kill(daemon.pid(), signal);
  Outcome outcome = installation.wait(daemon, most);
  EXPECT_EQ(outcome.signal, 0) << "it did not end within " << most.count() << " s";
  return outcome;
}

std::int64_t RunTest::requests(const std::string& path) {
  return server->with([&](simulator::Apis& apis) {
    return static_cast<std::int64_t>(apis.learn.count(path) + apis.exec.count(path));
  });
}

void RunTest::eventually(const std::string& what, const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!holds() && std::chrono::steady_clock::now() < end)
    usleep(10'000);
  EXPECT_TRUE(holds()) << what;
}

} // namespace trainsync::integration
