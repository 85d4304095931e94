#include "daemon/http/auth.hpp"
#include "daemon/http/message.hpp"
#include "daemon/http/token_answer.hpp"
#include "daemon/http/token_request.hpp"
#include "daemon/http/token_state.hpp"
#include "daemon/http/url.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <optional>
#include <utility>

namespace trainsync::http {
namespace {

namespace asio = boost::asio;
using Header = std::expected<std::string, Error>;

// A token request under way, and those who wait for what comes of it.
struct Flight {
  explicit Flight(const asio::any_io_executor& executor)
      : landed(executor, asio::steady_timer::time_point::max()) {}

  asio::steady_timer landed; // cancelled when `outcome` is there
  std::optional<Header> outcome;
};

class ClientCredentials final : public Authorizer {
public:
  ClientCredentials(Client& client, OAuthOptions options, SteadyClock now)
      : client_(client), options_(std::move(options)), now_(std::move(now)),
        state_(credential_forms(options_)) {
    const auto url = parse_url(options_.token_url);
    endpoint_ = url ? url->authority() : "token_url";
  }

  asio::awaitable<Header> authorization() override {
    while (true) {
      if (auto header = state_.header(now_())) {
        co_return *header;
      }
      if (!flight_) {
        co_return co_await fly();
      }
      const auto flight = flight_;
      co_await flight->landed.async_wait(asio::as_tuple(asio::use_awaitable));
      const auto cancellation = co_await asio::this_coro::cancellation_state;
      if (cancellation.cancelled() != asio::cancellation_type::none) {
        co_return std::unexpected(canceled_error());
      }
      const auto& outcome = *flight->outcome;
      if (outcome || outcome.error().code != Errc::canceled) {
        co_return outcome;
      }
    }
  }

  bool refresh(std::string_view refused) override { return state_.refresh(refused, now_()); }

private:
  asio::awaitable<Header> fly() {
    flight_ = std::make_shared<Flight>(co_await asio::this_coro::executor);
    Header outcome = std::unexpected(canceled_error());
    try {
      outcome = co_await ask();
    } catch (const boost::system::system_error& error) {
      if (error.code() != asio::error::operation_aborted) {
        land(outcome);
        throw;
      }
    } catch (...) {
      land(outcome);
      throw;
    }
    land(outcome);
    co_return outcome;
  }

  void land(const Header& outcome) {
    const auto flight = std::exchange(flight_, nullptr);
    flight->outcome = outcome;
    flight->landed.cancel();
  }

  asio::awaitable<Header> ask() {
    while (true) {
      const auto asked_at = now_();
      auto response = co_await client_.send(token_request(options_, state_.form()));
      if (!response) {
        Error error = std::move(response.error());
        error.message.insert(0, "No access token: ");
        co_return std::unexpected(std::move(error));
      }
      auto answer = read_token_answer(*response, endpoint_, options_.client_auth);
      if (answer) {
        co_return state_.granted(*answer, asked_at);
      }
      if (!answer.error().unknown_client || !state_.client_refused()) {
        co_return std::unexpected(std::move(answer.error().error));
      }
    }
  }

  Client& client_;
  OAuthOptions options_;
  SteadyClock now_;
  TokenState state_;
  std::string endpoint_;
  std::shared_ptr<Flight> flight_;
};

} // namespace

std::unique_ptr<Authorizer> make_client_credentials(Client& client, OAuthOptions options,
                                                    SteadyClock now) {
  return std::make_unique<ClientCredentials>(client, std::move(options), std::move(now));
}

} // namespace trainsync::http
