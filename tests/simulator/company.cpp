#include "tests/simulator/company.hpp"

#include <ranges>
#include <utility>

namespace trainsync::simulator {

LearnEnrolment* Company::find_enrolment(std::string_view id) {
  return const_cast<LearnEnrolment*>(static_cast<const Company&>(*this).find_enrolment(id));
}

const LearnEnrolment* Company::find_enrolment(std::string_view id) const {
  for (const auto& rows : enrolments | std::views::values) {
    if (auto found = rows.find(id); found != rows.end()) {
      return &found->second;
    }
  }
  return nullptr;
}

std::size_t Company::enrolment_count() const {
  std::size_t count = 0;
  for (const auto& rows : enrolments | std::views::values) {
    count += rows.size();
  }
  return count;
}

std::vector<std::string> Company::enrolment_ids() const {
  std::vector<std::string> found;
  for (const auto& rows : enrolments | std::views::values) {
    for (const std::string& id : rows | std::views::keys) {
      found.push_back(id);
    }
  }
  return found;
}

void Company::show_later(LearnEnrolment row, Time visible_at) {
  late.push_back({visible_at, std::move(row)});
}

void Company::show_later(ExecAssignment row, Time visible_at) {
  late.push_back({visible_at, std::move(row)});
}

void Company::reveal(Time now) {
  std::vector<LateRow> waiting;
  for (LateRow& row : late) {
    if (row.visible_at > now) {
      waiting.push_back(std::move(row));
    } else {
      std::visit([this](auto& revealed) { insert(std::move(revealed)); }, row.row);
    }
  }
  late = std::move(waiting);
}

} // namespace trainsync::simulator
