// Answers as Learn does, with the pages of a made-up tenant, as fast as one thread can and, if told
// to, a while later. Knows nothing of credentials. Ends with SIGTERM.
//
//   trainsync-bench-server PORT_FILE ROWS ROWS_PER_ASSIGNMENT LATENCY_MS
//
// Writes its port to PORT_FILE once it listens, and in the end to PORT_FILE.enrolments how many
// pages of enrolments it gave and in how many seconds, from the first question to the last answer.
#include "tests/bench/pages.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace trainsync::bench {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;

std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
  const auto begin = text.find(before);
  if (begin == std::string_view::npos)
    return {};
  text.remove_prefix(begin + before.size());
  return text.substr(0, text.find_first_of(after));
}

std::int64_t number(std::string_view text, std::int64_t otherwise) {
  std::from_chars(text.data(), text.data() + text.size(), otherwise);
  return otherwise;
}

class Server {
public:
  Server(Tenant tenant, std::chrono::milliseconds latency) : tenant_(tenant), latency_(latency) {}

  awaitable<void> serve(tcp::socket socket) {
    socket.set_option(tcp::no_delay(true));
    std::string received;
    for (;;) {
      const auto [error, bytes] = co_await asio::async_read_until(
          socket, asio::dynamic_buffer(received), "\r\n\r\n", asio::as_tuple(asio::use_awaitable));
      if (error)
        co_return;
      const std::string target(between(received, " ", " "));
      const bool of_enrolments = target.contains("/enrolments?");
      if (of_enrolments && pages_++ == 0)
        first_asked_ = Clock::now();
      received.erase(0, bytes);
      if (latency_.count() > 0) {
        asio::steady_timer timer(socket.get_executor(), latency_);
        co_await timer.async_wait(asio::use_awaitable);
      }
      const std::string body = this->body(target);
      const std::string head = this->head(body.size());
      const std::array buffers{asio::buffer(head), asio::buffer(body)};
      const auto [failed, sent] =
          co_await asio::async_write(socket, buffers, asio::as_tuple(asio::use_awaitable));
      if (failed)
        co_return;
      if (of_enrolments)
        last_answered_ = Clock::now();
    }
  }

  std::int64_t pages() const { return pages_; }
  double seconds() const {
    return std::chrono::duration<double>(last_answered_ - first_asked_).count();
  }

private:
  using Clock = std::chrono::steady_clock;

  std::string body(const std::string& target) {
    const std::int64_t page = number(between(target, "page=", "& "), 1);
    if (target.contains("/enrolments?"))
      return enrolments(target, page);
    if (target.contains("/assignments?"))
      return assignments_page(tenant_, page);
    return R"({"results":[]})";
  }

  // Every row was updated long ago, so a window holds all or, begun later, none.
  std::string enrolments(const std::string& target, std::int64_t page) {
    if (between(target, "updatedAtFrom=", "&") > newest_update)
      return "[]";
    return enrolments_page(tenant_, assignment_number(between(target, "/assignments/", "/")), page);
  }

  std::string head(std::size_t length) {
    std::array<char, 64> date{};
    const std::time_t now = std::time(nullptr);
    std::strftime(date.data(), date.size(), "%a, %d %b %Y %H:%M:%S GMT", std::gmtime(&now));
    return std::string("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: ") +
           date.data() + "\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
  }

  Tenant tenant_;
  std::chrono::milliseconds latency_;
  std::int64_t pages_ = 0; // of enrolments
  Clock::time_point first_asked_, last_answered_;
};

awaitable<void> accept(tcp::acceptor& acceptor, Server& server) {
  for (;;)
    asio::co_spawn(acceptor.get_executor(),
                   server.serve(co_await acceptor.async_accept(asio::use_awaitable)),
                   asio::detached);
}

int run(const std::filesystem::path& port_file, Tenant tenant, std::chrono::milliseconds latency) {
  asio::io_context io(1);
  asio::signal_set signals(io, SIGTERM, SIGINT);
  signals.async_wait([&](auto, int) { io.stop(); });
  Server server(tenant, latency);
  tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
  asio::co_spawn(io, accept(acceptor, server), asio::detached);
  const std::filesystem::path written = port_file.string() + ".new";
  std::ofstream(written) << acceptor.local_endpoint().port() << "\n";
  std::filesystem::rename(written, port_file);
  io.run();
  std::ofstream(port_file.string() + ".enrolments")
      << server.pages() << " " << server.seconds() << "\n";
  return 0;
}

} // namespace
} // namespace trainsync::bench

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "trainsync-bench-server: wants PORT_FILE ROWS ROWS_PER_ASSIGNMENT LATENCY_MS\n";
    return 2;
  }
  return trainsync::bench::run(argv[1], {std::atoll(argv[2]), std::atoll(argv[3])},
                               std::chrono::milliseconds(std::atoll(argv[4])));
}
