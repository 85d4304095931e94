// Learn as its pages describe it, with the path of the production host: /rest/v1/assignments,
// …/{id}/enrolments, …/{id}/enrolments/{id}, /users, /contents, and /oauth2/token/{tenant}. Errors
// are {status, error, message}; those of the token endpoint are OAuth's.
#pragma once

#include "tests/simulator/api.hpp"
#include "tests/simulator/learn_account.hpp"
#include "tests/simulator/parameters.hpp"

namespace trainsync::simulator {

class LearnApi : public Api {
public:
  explicit LearnApi(Company& company, LearnAccount learn_account = {})
      : Api(company), account(std::move(learn_account)) {}

  LearnAccount account;
  LearnTokens tokens;

protected:
  Response answer(const Request& request, Time now) override;
  Response too_many_requests(std::chrono::seconds wait) const override;

private:
  Response token(const Request& request, const Target& target, Time now);
  Response resource(const Request& request, const Target& target);
  Response assignments(const Request& request, const Target& target);
  Response enrolments(const Request& request, const Target& target);
  Response one_enrolment(const Request& request, const Target& target);
  Response users(const Request& request, const Target& target);
  Response contents(const Request& request, const Target& target);
  Response unknown_path(const Request& request);
  Response not_found(const Request& request, const std::string& what, std::string_view id);
  Response error(unsigned status, const std::string& title, const std::string& message) const;
  Response refused(const Request& request, const Refusal& refusal);

  // The 422 of what the parameters found wrong; nothing where all is well.
  std::optional<Response> unprocessable(const Request& request, const Parameters& parameters);

  template <class Row>
  Response directory(const Request& request, const Target& target, const ById<Row>& rows);
};

} // namespace trainsync::simulator
