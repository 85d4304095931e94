// The daemon as a child, with systemd's end of its socket.
#pragma once

#include "tests/integration/fixture.hpp"

#include <csignal>
#include <functional>

namespace trainsync::integration {

// The socket that systemd listens on, and all that it has heard.
class Systemd {
public:
  explicit Systemd(const std::filesystem::path& path);
  ~Systemd();
  Systemd(const Systemd&) = delete;
  Systemd& operator=(const Systemd&) = delete;

  // The next message that holds `words`; a failure of the test where none comes within a minute.
  std::string hears(const std::string& words);

  std::string heard;

private:
  int socket_;
};

class RunTest : public IntegrationTest {
protected:
  void SetUp() override { serve(small); }

  Child start(const std::vector<std::string>& environment = {});
  Child start(Command command, const std::vector<std::string>& environment);
  std::filesystem::path notify_socket() const { return installation.folder() / "notify"; }
  // Both sources are polled every second.
  void configure(const std::string& learn = {}, const std::string& exec = {});
  // What it said until its end, which must come soon after the signal.
  Outcome stopped(Child& daemon, int signal = SIGTERM,
                  std::chrono::seconds most = std::chrono::seconds(5));
  std::int64_t requests(const std::string& path);
  void eventually(const std::string& what, const std::function<bool()>& holds);
};

} // namespace trainsync::integration
