// A made-up tenant of Learn of any size, whose pages are rendered at next to no cost: what the
// benchmarks' server answers and what their floor loads. The same size gives the same bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace trainsync::bench {

constexpr std::int64_t page_rows = 100;
// No row was updated later.
constexpr std::int64_t newest_update_s = 1'700'000'000; // Unix time
constexpr std::string_view newest_update = "2023-11-14T22:13:20.000Z";

struct Tenant {
  std::int64_t rows = 10'000; // enrolments in all
  std::int64_t rows_per_assignment = 1'000;

  std::int64_t assignments() const {
    return (rows + rows_per_assignment - 1) / rows_per_assignment;
  }
  std::int64_t people() const { return rows / 20 + 1; }
  std::int64_t rows_of(std::int64_t assignment) const; // from 0
};

// 24 hexadecimal digits, as Learn's ids are.
std::string assignment_id(std::int64_t assignment);
std::int64_t assignment_number(std::string_view id); // of what assignment_id gave

// A page from 1 on of 100 enrolments with five history entries each, as JSON; "[]" past the end.
std::string enrolments_page(const Tenant& tenant, std::int64_t assignment, std::int64_t page);
std::string assignments_page(const Tenant& tenant, std::int64_t page);

} // namespace trainsync::bench
