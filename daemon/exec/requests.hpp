// The request that Exec's assignments are read by. Follows Exec's page "List scenario assignments".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace trainsync::exec {

// As the API has them: user_ids and user_emails are a union, the others narrow it. Empty: no
// filter.
struct Filters {
  std::vector<std::string> user_ids, user_emails, scenario_ids, program_ids;

  bool operator==(const Filters&) const = default;
};

// "/scenarios/assignments?…&page=…&page_size=…", after the source's base URL.
std::string assignments_target(const Filters& filters, std::int64_t page, std::int64_t page_size);

} // namespace trainsync::exec
