#include "daemon/http/auth.hpp"
#include "daemon/http/base64.hpp"

#include <utility>

namespace trainsync::http {
namespace {

// Nothing to renew: the same value for ever.
class FixedAuthorizer final : public Authorizer {
public:
  explicit FixedAuthorizer(std::string value) : value_(std::move(value)) {}

  boost::asio::awaitable<std::expected<std::string, Error>> authorization() override {
    co_return value_;
  }

  bool refresh(std::string_view) override { return false; }

private:
  std::string value_;
};

} // namespace

std::unique_ptr<Authorizer> make_basic(std::string_view user, std::string_view secret) {
  const std::string pair = std::string(user) + ":" + std::string(secret);
  return std::make_unique<FixedAuthorizer>("Basic " + base64(pair));
}

std::unique_ptr<Authorizer> make_bearer(std::string_view token) {
  return std::make_unique<FixedAuthorizer>("Bearer " + std::string(token));
}

} // namespace trainsync::http
