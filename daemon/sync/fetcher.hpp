// Fetches pages of one source: pays its budget, authorises, sends, retries, reads. The coroutine
// shell around RetryPolicy, Budget and ServerClock, which decide. Used from the io_context's
// thread; any number of fetches at once.
#pragma once

#include "daemon/http/auth.hpp"
#include "daemon/http/client.hpp"
#include "daemon/model/pass.hpp"
#include "daemon/store/writer.hpp"
#include "daemon/sync/budget.hpp"
#include "daemon/sync/failure.hpp"
#include "daemon/sync/gate.hpp"
#include "daemon/sync/observer.hpp"
#include "daemon/sync/retry_policy.hpp"
#include "daemon/sync/server_clock.hpp"
#include "daemon/sync/stop.hpp"

#include <functional>

namespace trainsync::sync {

// What is outside a source, and what all sources share.
struct World {
  http::Client& client;
  Clock& clock;
  Random& random;
  store::Writer& writer;
  Observer& observer;
  const Stop& stop;
};

struct FetcherOptions {
  std::string source;
  std::string base_url;
  std::string secret_name;                // the config key of the secret, for messages
  std::optional<Duration> max_wait;       // longer waits fail; empty: all are waited out
  std::string secret{};                   // never repeated, even where a server's message does
  int concurrency = 1;                    // requests at a time
  std::optional<Duration> longest_wait{}; // that a server may ask for; then it is asked again
};

using Parse = std::function<std::expected<model::Page, std::string>(std::string_view body)>;

class Fetcher {
public:
  Fetcher(World world, http::Authorizer& authorizer, Budget budget, FetcherOptions options);

  // The page at base_url + target. `run_id`: the run that the requests count in.
  boost::asio::awaitable<std::expected<model::Page, Failure>> get(std::string target,
                                                                  std::int64_t run_id, Parse parse);
  // The server's clock, from the answers so far; now, or at another moment of the steady clock.
  std::optional<model::Stamp> server_now() const {
    return server_clock_.now(world_.clock.steady());
  }
  std::optional<model::Stamp> server_at(Duration steady) const { return server_clock_.now(steady); }

  // What an earlier process read of the server's clock, moved on to now by the machine's clock.
  void recall_server_clock(model::Stamp server) {
    server_clock_.recall(server, world_.clock.steady());
  }
  std::int64_t requests_left_today() { return budget_.left_today(world_.clock.now()); }
  std::int64_t requests_per_day() const { return budget_.per_day(); }

private:
  // What came of one request, as far as it concerns what to do next.
  struct Attempt {
    enum class Verdict { page, retry, rate_limited, unauthorised, give_up } verdict;
    std::optional<model::Page> page{};
    std::optional<Failure> failure{};
    std::optional<Duration> asked_wait{};
    std::string authorization{};
  };

  boost::asio::awaitable<std::optional<Failure>> wait_for_turn(std::int64_t run_id);
  boost::asio::awaitable<std::optional<Failure>> wait_out_rate_limit();
  boost::asio::awaitable<std::optional<Failure>> wait_until(model::Stamp until, std::string why);
  boost::asio::awaitable<Attempt> attempt(const std::string& target, const Parse& parse);
  Attempt judge(const std::string& target, const http::Response& response, const std::string& sent,
                const Parse& parse);
  Attempt judge(const http::Error& error) const;
  boost::asio::awaitable<std::optional<Failure>> after(Attempt attempt, RetryPolicy& policy);
  std::string no_page(const std::string& target, const std::string& why) const;
  std::string refusal(const std::string& target, unsigned status, const std::string& word) const;

  World world_;
  http::Authorizer& authorizer_;
  Budget budget_;
  FetcherOptions options_;
  Gate gate_;
  ServerClock server_clock_;
  model::Stamp blocked_until_{}; // a rate limit stands until then, for all fetches of this source
};

} // namespace trainsync::sync
