#include "daemon/http/token_state.hpp"

#include <algorithm>
#include <utility>

namespace trainsync::http {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds longest_margin = 60s;
constexpr std::chrono::seconds forced_tokens_stay = 60s;
constexpr std::chrono::seconds longest_lifetime = 365 * 24h;

} // namespace

TokenState::TokenState(std::vector<CredentialForm> forms) : forms_(std::move(forms)) {}

std::optional<std::string> TokenState::header(TimePoint now) const {
  if (header_.empty() || now >= renew_at_) {
    return std::nullopt;
  }
  return header_;
}

CredentialForm TokenState::form() const {
  return forms_[form_];
}

std::string TokenState::granted(const TokenGrant& grant, TimePoint asked_at) {
  const std::chrono::milliseconds lifetime = std::clamp(grant.lifetime, 0s, longest_lifetime);
  header_ = "Bearer " + grant.token;
  granted_at_ = asked_at;
  renew_at_ =
      asked_at + lifetime - std::min<std::chrono::milliseconds>(longest_margin, lifetime / 10);
  forced_ = std::exchange(next_forced_, false);
  form_works_ = true;
  refusals_ = 0;
  return header_;
}

bool TokenState::client_refused() {
  if (form_works_) {
    return false;
  }
  form_ = (form_ + 1) % forms_.size();
  ++refusals_;
  if (refusals_ < forms_.size()) {
    return true;
  }
  form_ = 0;
  refusals_ = 0;
  return false;
}

bool TokenState::refresh(std::string_view refused, TimePoint now) {
  const bool held = !header_.empty() && (refused.empty() || refused == header_);
  if (!held) {
    return true; // another one has come or is coming
  }
  if (forced_ && now - granted_at_ < forced_tokens_stay) {
    return false;
  }
  header_.clear();
  next_forced_ = true;
  return true;
}

} // namespace trainsync::http
