#include "daemon/http/resolver.hpp"

#include "daemon/http/message.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <netdb.h>

#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

namespace trainsync::http {
namespace {

namespace asio = boost::asio;
using Addresses = std::vector<asio::ip::address>;
using Found = std::expected<Addresses, std::string>;

// One lookup under way: lives in the frame of its coroutine.
struct Call {
  asio::steady_timer answered; // cancelled when `found` is there
  std::optional<Found> found;
};

asio::ip::address address_of(const addrinfo& info) {
  asio::ip::tcp::endpoint endpoint;
  std::memcpy(endpoint.data(), info.ai_addr, info.ai_addrlen);
  return endpoint.address();
}

Found look_up(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* first = nullptr;
  const int failure = getaddrinfo(host.c_str(), nullptr, &hints, &first);
  if (failure != 0) {
    return std::unexpected(std::string(gai_strerror(failure)));
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> list(first, &freeaddrinfo);
  Addresses addresses;
  for (const addrinfo* info = first; info != nullptr; info = info->ai_next) {
    if (info->ai_family == AF_INET || info->ai_family == AF_INET6) {
      addresses.push_back(address_of(*info));
    }
  }
  return addresses;
}

Error no_address(const std::string& host, const std::string& why) {
  return {Errc::resolve, "No address was found for " + host + ": " + why +
                             ". Check the spelling of the host, the network and the name servers."};
}

} // namespace

// What the threads that are left behind may still touch. Shut, it has neither executor nor calls.
struct Resolver::Door {
  std::mutex mutex;
  std::optional<asio::any_io_executor> executor; // guarded by the mutex
  std::map<std::uint64_t, Call*> calls;          // the executor's thread only
};

Lookup system_lookup() {
  return look_up;
}

Resolver::Resolver(asio::any_io_executor executor, Lookup lookup)
    : lookup_(std::move(lookup)), door_(std::make_shared<Door>()) {
  door_->executor = std::move(executor);
}

Resolver::~Resolver() {
  const std::lock_guard lock(door_->mutex);
  door_->executor.reset();
  door_->calls.clear();
}

std::expected<void, Error> Resolver::start(const std::string& host, std::uint64_t call) {
  auto run = [door = door_, lookup = lookup_, host, call] {
    auto found = lookup(host);
    const std::lock_guard lock(door->mutex);
    if (!door->executor) {
      return;
    }
    asio::post(*door->executor, [door, call, found = std::move(found)]() mutable {
      const auto waiting = door->calls.find(call);
      if (waiting != door->calls.end()) {
        waiting->second->found = std::move(found);
        waiting->second->answered.cancel();
      }
    });
  };
  try {
    std::thread(std::move(run)).detach();
  } catch (const std::system_error&) {
    return std::unexpected(no_address(host, "no thread could be started"));
  }
  return {};
}

asio::awaitable<std::expected<Addresses, Error>> Resolver::resolve(std::string host) {
  boost::system::error_code not_an_address;
  const auto address = asio::ip::make_address(host, not_an_address);
  if (!not_an_address) {
    co_return Addresses{address};
  }
  const auto id = ++last_call_;
  if (auto started = start(host, id); !started) {
    co_return std::unexpected(started.error());
  }
  asio::steady_timer answered(co_await asio::this_coro::executor,
                              asio::steady_timer::time_point::max());
  Call call{std::move(answered), std::nullopt};
  door_->calls.emplace(id, &call);
  co_await call.answered.async_wait(asio::as_tuple(asio::use_awaitable));
  door_->calls.erase(id);
  if (!call.found) {
    co_return std::unexpected(canceled_error());
  }
  if (!*call.found) {
    co_return std::unexpected(no_address(host, call.found->error()));
  }
  if ((*call.found)->empty()) {
    co_return std::unexpected(no_address(host, "the name exists, but has none"));
  }
  co_return std::move(**call.found);
}

} // namespace trainsync::http
