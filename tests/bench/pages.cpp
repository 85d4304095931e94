#include "tests/bench/pages.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace trainsync::bench {
namespace {

constexpr std::int64_t day_s = 86'400;
constexpr std::int64_t period_s = 900 * day_s; // in which the rows came to be

// Spreads numbers over all 64 bits (SplitMix64).
std::uint64_t scattered(std::uint64_t number) {
  number += 0x9e3779b97f4a7c15U;
  number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9U;
  number = (number ^ (number >> 27)) * 0x94d049bb133111ebU;
  return number ^ (number >> 31);
}

void append_hex(std::string& out, std::uint64_t number, int digits) {
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
    out += "0123456789abcdef"[(number >> shift) & 0xf];
}

// The first eight digits are the time at which the row was made, as in Learn's ids.
void append_id(std::string& out, std::int64_t made_s, std::uint64_t number) {
  append_hex(out, static_cast<std::uint64_t>(made_s), 8);
  append_hex(out, scattered(number), 16);
}

void append_stamp(std::string& out, std::int64_t second, std::uint64_t millisecond) {
  using namespace std::chrono;
  const sys_seconds at{seconds(second)};
  const auto midnight = floor<days>(at);
  const year_month_day date(midnight);
  const hh_mm_ss time(at - midnight);
  std::array<char, 96> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03uZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                static_cast<unsigned>(millisecond % 1000));
  out += text.data();
}

struct Step {
  std::string_view type, before, after;
};
constexpr std::array<Step, 5> steps{{{"user-added-to-audience", "unassigned", "scheduled"},
                                     {"scheduled-check", "scheduled", "open"},
                                     {"scheduled-check", "open", "overdue"},
                                     {"completion-on-system", "overdue", "complete"},
                                     {"scheduled-check", "complete", "open"}}};

void append_text(std::string& out, std::string_view before, std::string_view text) {
  ((out += before) += text) += '"';
}

void append_history(std::string& out, std::int64_t made_s, std::uint64_t row) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::int64_t at = made_s + static_cast<std::int64_t>(i) * 20 * day_s;
    append_text(out += i == 0 ? "{" : ",{", R"("type":")", steps[i].type);
    if (steps[i].after == "complete")
      append_id(out += R"(,"completionId":")", at, row ^ 0x5555), out += '"';
    append_text(out, R"(,"previousStatus":")", steps[i].before);
    append_text(out, R"(,"nextStatus":")", steps[i].after);
    append_stamp(out += R"(,"createdAt":")", at, row + i);
    append_stamp(out += R"(","updatedAt":")", at, row + i);
    out += R"("})";
  }
}

void append_enrolment(std::string& out, const Tenant& tenant, std::int64_t assignment,
                      std::int64_t row) {
  const auto number = static_cast<std::uint64_t>(assignment * tenant.rows_per_assignment + row);
  const auto spread = static_cast<std::int64_t>(scattered(number) >> 1);
  const std::int64_t made_s = newest_update_s - 100 * day_s - spread % period_s;
  append_id(out += R"({"id":")", made_s, number);
  append_id(out += R"(","userId":")", newest_update_s,
            static_cast<std::uint64_t>(spread % tenant.people()));
  append_text(out, R"(","assignmentId":")", assignment_id(assignment));
  append_id(out += R"(,"audienceId":")", newest_update_s, static_cast<std::uint64_t>(assignment));
  append_id(out += R"(","primaryContentId":")", newest_update_s,
            static_cast<std::uint64_t>(assignment % 200));
  append_text(out, R"(","status":")", steps.back().after);
  append_stamp(out += R"(,"availableDate":")", made_s + 20 * day_s, 0);
  append_stamp(out += R"(","dueDate":")", made_s + 140 * day_s, 0);
  append_stamp(out += R"(","lastCompletedAt":")", made_s + 60 * day_s, number);
  append_history(out += R"(","history":[)", made_s, number);
  append_stamp(out += R"(],"updatedAt":")", made_s + 80 * day_s, number);
  out += R"("})";
}

// Calls `append` for each row of the page, with commas between them.
template <class Append>
std::string list(std::int64_t rows, std::int64_t page, Append append) {
  std::string out = "[";
  const std::int64_t end = std::min(rows, page * page_rows);
  for (std::int64_t row = (page - 1) * page_rows; row < end; ++row) {
    if (out.size() > 1)
      out += ',';
    append(out, row);
  }
  return out += ']';
}

} // namespace

std::int64_t Tenant::rows_of(std::int64_t assignment) const {
  return std::clamp<std::int64_t>(rows - assignment * rows_per_assignment, 0, rows_per_assignment);
}

std::string assignment_id(std::int64_t assignment) {
  std::string id;
  append_hex(id, static_cast<std::uint64_t>(newest_update_s), 8);
  append_hex(id, static_cast<std::uint64_t>(assignment), 16);
  return id;
}

std::int64_t assignment_number(std::string_view id) {
  std::int64_t number = -1;
  if (id.size() == 24)
    std::from_chars(id.data() + 8, id.data() + id.size(), number, 16);
  return number;
}

std::string enrolments_page(const Tenant& tenant, std::int64_t assignment, std::int64_t page) {
  return list(tenant.rows_of(assignment), page, [&](std::string& out, std::int64_t row) {
    append_enrolment(out, tenant, assignment, row);
  });
}

std::string assignments_page(const Tenant& tenant, std::int64_t page) {
  return list(tenant.assignments(), page, [&](std::string& out, std::int64_t row) {
    append_text(out, R"({"id":")", assignment_id(row));
    append_text(out, R"(,"title":")", "Assignment " + std::to_string(row));
    append_id(out += R"(,"primaryContentId":")", newest_update_s,
              static_cast<std::uint64_t>(row % 200));
    append_stamp(out += R"(","isActive":true,"isDeleted":false,"updatedAt":")", newest_update_s, 0);
    out += R"("})";
  });
}

} // namespace trainsync::bench
