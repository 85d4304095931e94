#include "tests/simulator/learn_client.hpp"

#include "tests/simulator/authorization.hpp"

namespace trainsync::simulator {
namespace {

struct Client {
  std::string id;
  std::string secret;
  bool operator==(const Client&) const = default;
};

Client client_of(const LearnAccount& account) {
  return {account.client_id.empty() ? account.tenant_id : account.client_id,
          account.client_secret.empty() ? account.api_secret : account.client_secret};
}

std::unexpected<Refusal> invalid_client(const LearnAccount& account, std::string problem) {
  return refuse(account.invalid_client_status, "invalid_client", "Client authentication failed",
                std::move(problem));
}

std::expected<void, Refusal> check_basic(const LearnAccount& account, const Credentials& given) {
  Client known = client_of(account);
  bool raw_fits = Client{given.user, given.password} == known;
  auto user = form_decoded(given.user);
  auto password = form_decoded(given.password);
  bool encoded_fits = user && password && Client{*user, *password} == known;
  if (account.client_auth == ClientAuth::body) {
    return invalid_client(account, "this account takes client credentials in the body only");
  }
  if ((raw_fits && account.basic_form != BasicForm::form_encoded) ||
      (encoded_fits && account.basic_form != BasicForm::raw)) {
    return {};
  }
  bool other_form = raw_fits || encoded_fits; // not documented which is right: trying is no mistake
  return invalid_client(account, other_form ? "" : "the client id or secret is wrong");
}

std::expected<void, Refusal> check_body(const LearnAccount& account, const Form& form) {
  if (account.client_auth == ClientAuth::basic) {
    return invalid_client(account, "this account takes client credentials in the header only");
  }
  if (Client{field(form, "client_id").value_or(""), field(form, "client_secret").value_or("")} !=
      client_of(account)) {
    return invalid_client(account, "the client id or secret is wrong or missing");
  }
  return {};
}

} // namespace

std::optional<std::string> field(const Form& form, std::string_view name) {
  for (const auto& [key, value] : form) {
    if (key == name) {
      return value;
    }
  }
  return std::nullopt;
}

std::unexpected<Refusal> refuse(unsigned status, std::string error, std::string message,
                                std::string problem) {
  return std::unexpected(Refusal{status, std::move(error), std::move(message), std::move(problem)});
}

std::unexpected<Refusal> bad_request(const char* error, std::string problem) {
  std::string message = problem;
  return refuse(400, error, std::move(message), std::move(problem));
}

std::expected<void, Refusal> check_client(const LearnAccount& account, const Request& request,
                                          const Form& form) {
  auto header = find_header(request.headers, "Authorization");
  if (!header) {
    return check_body(account, form);
  }
  if (field(form, "client_secret")) {
    return bad_request("invalid_request", "client credentials stand in the header and in the body");
  }
  auto credentials = basic_credentials(*header);
  return credentials ? check_basic(account, *credentials)
                     : invalid_client(account, "the header Authorization is not well-formed Basic");
}

} // namespace trainsync::simulator
