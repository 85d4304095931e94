#include "daemon/sync/fetcher.hpp"

#include "daemon/http/retry_after.hpp"
#include "daemon/sync/servers_word.hpp"

#include <algorithm>

namespace trainsync::sync {
namespace {

using boost::asio::awaitable;
using Kind = Failure::Kind;

constexpr const char* rate_limit = "the server's rate limit";

std::string path_of(const std::string& target) {
  return target.substr(0, target.find('?'));
}

bool may_pass(unsigned status) {
  return status == 408 || status >= 500;
}

Kind kind_of(const http::Error& error) {
  switch (error.code) {
  case http::Errc::unauthorized:
    return Kind::unauthorised;
  case http::Errc::too_large:
  case http::Errc::protocol:
    return Kind::unusable;
  case http::Errc::redirect:
  case http::Errc::bad_url:
  case http::Errc::config:
    return Kind::refused;
  case http::Errc::canceled:
    return Kind::stopped;
  default:
    return Kind::unreachable;
  }
}

} // namespace

Fetcher::Fetcher(World world, http::Authorizer& authorizer, Budget budget, FetcherOptions options)
    : world_(world), authorizer_(authorizer), budget_(std::move(budget)),
      options_(std::move(options)), gate_(options_.concurrency) {}

awaitable<std::expected<model::Page, Failure>> Fetcher::get(std::string target, std::int64_t run_id,
                                                            Parse parse) {
  RetryPolicy policy(world_.random, options_.longest_wait);
  for (;;) {
    if (auto failure = co_await wait_for_turn(run_id))
      co_return std::unexpected(std::move(*failure));
    std::optional<Gate::Place> place(co_await gate_.enter());
    if (auto failure = co_await wait_out_rate_limit())
      co_return std::unexpected(std::move(*failure));
    Attempt attempt = co_await this->attempt(target, parse);
    place.reset();
    if (attempt.verdict == Attempt::Verdict::page)
      co_return std::move(*attempt.page);
    if (auto failure = co_await after(std::move(attempt), policy))
      co_return std::unexpected(std::move(*failure));
  }
}

// Budget and rate limit. Counts the request in the file before it is sent, so that a kill forgets
// none.
awaitable<std::optional<Failure>> Fetcher::wait_for_turn(std::int64_t run_id) {
  for (;;) {
    if (world_.stop.requested())
      co_return Failure{Kind::stopped, "trainsync was stopped; the next sync goes on from there"};
    const model::Stamp now = world_.clock.now();
    const model::Stamp allowed = budget_.next_allowed(now);
    if (std::max(allowed, blocked_until_) <= now)
      break;
    const bool limited = blocked_until_ > allowed;
    if (auto failure = co_await wait_until(std::max(allowed, blocked_until_),
                                           limited ? rate_limit : "the budget of requests"))
      co_return failure;
  }
  const model::Stamp now = world_.clock.now();
  budget_.spend(now);
  auto counted = co_await world_.writer.run([this, run_id, now](store::Store& store) {
    store.count_request(options_.source, run_id, now);
  });
  if (!counted)
    co_return file_failure(std::move(counted.error()));
  co_return std::nullopt;
}

// One that others met while this one waited to be let in.
awaitable<std::optional<Failure>> Fetcher::wait_out_rate_limit() {
  while (blocked_until_ > world_.clock.now())
    if (auto failure = co_await wait_until(blocked_until_, rate_limit))
      co_return failure;
  co_return std::nullopt;
}

awaitable<std::optional<Failure>> Fetcher::wait_until(model::Stamp until, std::string why) {
  const Duration wait = until - world_.clock.now();
  if (options_.max_wait && wait > *options_.max_wait)
    co_return Failure{Kind::limited,
                      why + " allows no request before " + model::format_stamp(until) +
                          "; a sync after that goes on from there",
                      until};
  world_.observer.waiting(options_.source, until, why);
  co_await world_.clock.sleep(std::max(wait, Duration(1)));
  co_return std::nullopt;
}

awaitable<Fetcher::Attempt> Fetcher::attempt(const std::string& target, const Parse& parse) {
  auto authorization = co_await authorizer_.authorization();
  if (!authorization)
    co_return judge(authorization.error());
  http::Request request;
  request.url = options_.base_url + target;
  request.headers = {{"Authorization", *authorization}, {"Accept", "application/json"}};
  auto response = co_await world_.client.send(std::move(request));
  if (!response)
    co_return judge(response.error());
  const std::string sent = authorization->substr(authorization->find(' ') + 1);
  Attempt judged = judge(target, *response, sent, parse);
  judged.authorization = std::move(*authorization);
  co_return judged;
}

Fetcher::Attempt Fetcher::judge(const http::Error& error) const {
  const bool final = http::is_permanent(error.code) || error.code == http::Errc::canceled;
  Attempt attempt{final ? Attempt::Verdict::give_up : Attempt::Verdict::retry};
  if (error.code == http::Errc::unavailable && error.status == 429)
    attempt.verdict = Attempt::Verdict::rate_limited;
  attempt.failure = Failure{kind_of(error), error.message};
  attempt.asked_wait = error.retry_after;
  return attempt;
}

Fetcher::Attempt Fetcher::judge(const std::string& target, const http::Response& response,
                                const std::string& sent, const Parse& parse) {
  using Verdict = Attempt::Verdict;
  const auto date = http::date(response);
  if (date)
    server_clock_.reading(*date, world_.clock.steady());
  const auto now = std::chrono::floor<std::chrono::seconds>(world_.clock.now());
  const unsigned status = response.status;
  if (status == 200) {
    auto page = parse(response.body);
    if (page)
      return {Verdict::page, std::move(*page)};
    return {Verdict::retry, {}, Failure{Kind::unusable, no_page(target, page.error())}};
  }
  const std::string_view secrets[] = {options_.secret, sent};
  const std::string word = servers_word(response.body, secrets);
  const std::string why =
      refusal(target, status, word.empty() ? "" : " (the server says: " + word + ")");
  if (status == 401)
    return {Verdict::unauthorised, {}, Failure{Kind::unauthorised, why}};
  if (status == 429)
    return {
        Verdict::rate_limited, {}, Failure{Kind::limited, why}, http::retry_after(response, now)};
  if (may_pass(status))
    return {Verdict::retry, {}, Failure{Kind::unusable, why}, http::retry_after(response, now)};
  const Kind kind = status == 403   ? Kind::forbidden
                    : status == 404 ? Kind::not_found
                                    : Kind::refused;
  return {Verdict::give_up, {}, Failure{kind, why}};
}

std::string Fetcher::no_page(const std::string& target, const std::string& why) const {
  return options_.base_url + path_of(target) + ": " + why +
         "; check base_url, and that no proxy or login page answers in the platform's place";
}

std::string Fetcher::refusal(const std::string& target, unsigned status,
                             const std::string& word) const {
  const std::string head = options_.base_url + path_of(target) + ": ";
  switch (status) {
  case 401:
    return head + "the credentials are refused" + word + "; check " + options_.secret_name;
  case 403:
    return head + "the account may not read this" + word + "; ask for that right, or leave it out";
  case 404:
    return head + "there is no such thing there" + word + "; check base_url and ids in the config";
  case 429:
    return head + "too many requests" + word;
  default:
    return head + "answered with status " + std::to_string(status) + word +
           (may_pass(status) ? "; that is the platform's own trouble, and the next sync tries again"
                             : "");
  }
}

// Waits and answers nothing where the request is to be tried again.
awaitable<std::optional<Failure>> Fetcher::after(Attempt attempt, RetryPolicy& policy) {
  using Verdict = Attempt::Verdict;
  if (attempt.verdict == Verdict::give_up)
    co_return attempt.failure;
  if (attempt.verdict == Verdict::unauthorised) {
    if (authorizer_.refresh(attempt.authorization))
      co_return std::nullopt;
    co_return attempt.failure;
  }
  if (attempt.verdict == Verdict::rate_limited) {
    const auto wait = policy.after_rate_limit(attempt.asked_wait);
    if (!wait)
      co_return attempt.failure;
    blocked_until_ = std::max(blocked_until_, world_.clock.now() + *wait);
    co_return std::nullopt;
  }
  const auto wait = policy.after_failure(attempt.asked_wait);
  if (!wait)
    co_return attempt.failure;
  if (options_.max_wait && *wait > *options_.max_wait)
    co_return attempt.failure;
  world_.observer.retrying(options_.source, *wait, attempt.failure->message);
  co_await world_.clock.sleep(*wait);
  co_return std::nullopt;
}

} // namespace trainsync::sync
