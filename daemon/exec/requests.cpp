#include "daemon/exec/requests.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace trainsync::exec {
namespace {

void add(std::string& target, const char* name, const std::vector<std::string>& values) {
  for (std::size_t i = 0; i < values.size(); ++i)
    target += (i == 0 ? std::string(name) + "=" : std::string(",")) +
              boost::urls::encode(values[i], boost::urls::unreserved_chars);
  if (!values.empty())
    target += "&";
}

} // namespace

std::string assignments_target(const Filters& filters, std::int64_t page, std::int64_t page_size) {
  std::string target = "/scenarios/assignments?";
  add(target, "user_ids", filters.user_ids);
  add(target, "user_emails", filters.user_emails);
  add(target, "scenario_ids", filters.scenario_ids);
  add(target, "program_ids", filters.program_ids);
  return target + "page=" + std::to_string(page) + "&page_size=" + std::to_string(page_size);
}

} // namespace trainsync::exec
