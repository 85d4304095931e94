#include "tests/property/simulated_client.hpp"

#include <algorithm>

namespace trainsync::property {
namespace {

using simulator::Response;
using namespace std::chrono_literals;

std::string target_of(const std::string& url) {
  return url.substr(url.find('/', url.find("//") + 2));
}

} // namespace

boost::asio::awaitable<std::expected<http::Response, http::Error>>
SimulatedClient::send(http::Request request) {
  ++requests;
  const std::string target = target_of(request.url);
  co_await clock_.sleep(latency());
  meanwhile();
  if (auto error = break_off()) {
    tell(target + " -> " + error->message);
    co_return std::unexpected(std::move(*error));
  }
  Response answer = platforms_.apis.handle(
      {request.method, target, request.headers, std::move(request.body)}, clock_.true_time());
  answer = spoil(std::move(answer));
  set_date(answer);
  tell(target + " -> " + std::to_string(answer.status));
  meanwhile();
  co_await clock_.sleep(latency());
  if (rng_.chance(habits.clock_steps))
    clock_.set_wall_offset(sync::Duration(rng_.between(-3'600'000, 3'600'000)));
  co_return http::Response{answer.status, std::move(answer.headers), std::move(answer.body)};
}

sync::Duration SimulatedClient::latency() {
  return sync::Duration(rng_.between(1, habits.latency_ms));
}

void SimulatedClient::meanwhile() {
  if (rng_.chance(habits.changes))
    for (std::int64_t left = rng_.between(1, 3); left > 0; --left)
      tell(platforms_.change(clock_.true_time()));
}

std::optional<http::Error> SimulatedClient::break_off() {
  if (!rng_.chance(habits.failures / 2))
    return std::nullopt;
  constexpr std::array codes{http::Errc::connect, http::Errc::closed,  http::Errc::timeout,
                             http::Errc::tls,     http::Errc::resolve, http::Errc::protocol};
  return http::Error{rng_.pick(codes), "the connection broke"};
}

Response SimulatedClient::spoil(Response answer) {
  if (rng_.chance(habits.rate_limits))
    return limit(std::move(answer));
  if (rng_.chance(habits.failures))
    return refuse(std::move(answer));
  if (answer.status != 200 || !rng_.chance(habits.malformed))
    return answer;
  malformed_any = true;
  const std::size_t record = rng_.below(10);
  switch (rng_.below(3)) {
  case 0:
    return simulator::malformed_record(record, "status", 5)(std::move(answer));
  case 1:
    return simulator::malformed_record(record, "id", 5)(std::move(answer));
  default:
    return simulator::malformed_record(record, "updatedAt", "yesterday")(std::move(answer));
  }
}

Response SimulatedClient::refuse(Response answer) {
  switch (rng_.below(8)) {
  case 0:
    return simulator::truncated_json()(std::move(answer));
  case 1:
    return simulator::html_page()(std::move(answer));
  case 2:
    return simulator::empty_body()(std::move(answer));
  case 3:
    return simulator::answer_with(503, "", {{"Retry-After", "7"}})(std::move(answer));
  case 4:
    return simulator::answer_with(rng_.chance(50) ? 403 : 401, "{}")(std::move(answer));
  default:
    return simulator::answer_with(500 + static_cast<unsigned>(rng_.below(5)),
                                  "")(std::move(answer));
  }
}

Response SimulatedClient::limit(Response answer) {
  const std::string wait = std::to_string(rng_.between(1, 90));
  switch (rng_.below(5)) {
  case 0:
    return simulator::answer_with(429, "{}", {{"Retry-After", wait}})(std::move(answer));
  case 1:
    return simulator::answer_with(
        429, "",
        {{"Retry-After", simulator::as_http_date(clock_.true_time() + 30s)}})(std::move(answer));
  case 2:
    return simulator::answer_with(429, R"({"retry_after": )" + wait + "}")(std::move(answer));
  case 3:
    return simulator::answer_with(429,
                                  R"({"error": {"retry_after": )" + wait + "}}")(std::move(answer));
  default:
    return simulator::answer_with(429, "")(std::move(answer));
  }
}

void SimulatedClient::set_date(Response& answer) {
  if (!rng_.chance(habits.wrong_dates))
    return;
  const auto wrong = clock_.true_time() + std::chrono::minutes(rng_.between(-600, 600));
  for (auto& [name, value] : answer.headers)
    if (name == "Date")
      value = simulator::as_http_date(wrong);
}

} // namespace trainsync::property
