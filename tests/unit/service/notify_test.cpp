#include "daemon/service/notify.hpp"

#include "tests/unit/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>

namespace trainsync::service {
namespace {

using namespace std::chrono_literals;
using testing::MatchesRegex;

// What systemd would hear.
class Listener {
public:
  explicit Listener(const std::string& name) : socket_(socket(AF_UNIX, SOCK_DGRAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.data(), name.size());
    if (name[0] == '@')
      address.sun_path[0] = '\0';
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    EXPECT_EQ(bind(socket_, reinterpret_cast<const sockaddr*>(&address), length), 0);
    const timeval patience{5, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  ~Listener() { close(socket_); }

  std::string hear() const {
    std::string text(4096, '\0');
    const ssize_t size = recv(socket_, text.data(), text.size(), 0);
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
  }

private:
  int socket_;
};

class NotifyTest : public testing::Test {
protected:
  test::TemporaryFolder folder;
  Listener systemd{(folder / "notify").string()};
  Notify notify{(folder / "notify").string()};
};

TEST_F(NotifyTest, says_that_it_is_ready_and_with_what) {
  notify.ready("all is well");
  EXPECT_EQ(systemd.hear(), "READY=1\nSTATUS=all is well");
}

TEST_F(NotifyTest, keeps_a_status_to_one_line) {
  notify.status("one\nREADY=1");
  EXPECT_EQ(systemd.hear(), "STATUS=one READY=1");
}

TEST_F(NotifyTest, stamps_the_begin_of_a_reload) {
  notify.reloading();
  EXPECT_THAT(systemd.hear(), MatchesRegex("RELOADING=1\nMONOTONIC_USEC=[0-9]+\nSTATUS=.+"));
}

TEST_F(NotifyTest, says_that_it_stops_lives_and_needs_time) {
  notify.stopping("bye");
  EXPECT_EQ(systemd.hear(), "STOPPING=1\nSTATUS=bye");
  notify.watchdog();
  EXPECT_EQ(systemd.hear(), "WATCHDOG=1");
  notify.extend_timeout(30s);
  EXPECT_EQ(systemd.hear(), "EXTEND_TIMEOUT_USEC=30000000");
}

TEST_F(NotifyTest, asks_for_more_time_at_once_where_something_long_begins) {
  const TimeoutExtender extender(notify);
  EXPECT_EQ(systemd.hear(), "EXTEND_TIMEOUT_USEC=30000000");
}

TEST_F(NotifyTest, drops_a_status_rather_than_wait_for_a_systemd_that_does_not_listen) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 2000; ++i)
    notify.status("busy");
  EXPECT_LT(std::chrono::steady_clock::now() - start, 1s);
}

TEST(Notify, finds_an_abstract_socket) {
  const std::string name = "@trainsync-notify-test-" + std::to_string(getpid());
  const Listener systemd(name);
  Notify(name).watchdog();
  EXPECT_EQ(systemd.hear(), "WATCHDOG=1");
}

TEST(Notify, sends_nothing_where_nobody_listens) {
  EXPECT_TRUE(Notify("").send("READY=1"));
}

TEST(Notify, does_not_fall_over_a_socket_that_is_not_there_or_no_address) {
  for (const std::string& name :
       {std::string("/nowhere/notify"), std::string("relative"), "/" + std::string(107, 'x'),
        std::string("vsock:2:1"), std::string("/"), std::string("@")})
    EXPECT_FALSE(Notify(name).send("READY=1")) << name;
}

TEST(WatchdogInterval, is_half_of_what_systemd_asks_for) {
  EXPECT_EQ(watchdog_interval("3000000", nullptr, 7), 1500000us);
  EXPECT_EQ(watchdog_interval("3000000", "7", 7), 1500000us);
}

TEST(WatchdogInterval, is_none_where_nothing_is_asked_of_this_process) {
  EXPECT_EQ(watchdog_interval(nullptr, nullptr, 7), std::nullopt);
  EXPECT_EQ(watchdog_interval("3000000", "8", 7), std::nullopt);
  EXPECT_EQ(watchdog_interval("soon", nullptr, 7), std::nullopt);
  EXPECT_EQ(watchdog_interval("0", nullptr, 7), std::nullopt);
}

} // namespace
} // namespace trainsync::service
