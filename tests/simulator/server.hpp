// The simulated APIs behind a real HTTP server on 127.0.0.1, in a thread of its own. This header
// keeps Beast out of its users.
#pragma once

#include "tests/simulator/apis.hpp"
#include "tests/simulator/certificate.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace trainsync::simulator {

struct ServerSettings {
  std::uint16_t port = 0;               // 0: any that is free
  std::optional<Certificate> tls = {};  // without: plain HTTP
  bool gzip = true;                     // where the client accepts it
  bool chunked = false;                 // otherwise Content-Length
  std::chrono::milliseconds latency{0}; // before each answer
  std::function<Time()> clock = {};     // empty: the system's. Called from the server's thread.
};

// Listens when the constructor returns; throws std::runtime_error where it cannot. The destructor
// ends all connections and returns at once, whatever is under way.
class Server {
public:
  explicit Server(Company company = {}, ServerSettings settings = {}, LearnAccount account = {},
                  std::string exec_key = std::string(default_api_key));
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  std::string origin() const;      // "http://127.0.0.1:PORT", or https
  std::string base_url() const;    // of both APIs: origin and "/rest/v1"
  std::size_t connections() const; // accepted so far

  // Calls `use(apis)` while no request is being answered, from any thread. Not to be called within
  // `use`, nor within the hook before_request, which runs under the same lock and may use the Apis
  // that it captured.
  template <class Use>
  decltype(auto) with(Use&& use) {
    std::scoped_lock lock(mutex_);
    return std::forward<Use>(use)(apis_);
  }

private:
  class Shell;
  std::mutex mutex_;
  Apis apis_;
  std::string scheme_;
  std::unique_ptr<Shell> shell_;
};

} // namespace trainsync::simulator
