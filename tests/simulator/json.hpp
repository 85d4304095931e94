// The records as the APIs write them, fields in the documented order, and back.
#pragma once

#include "tests/simulator/company.hpp"
#include "tests/simulator/quirks.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace trainsync::simulator {

using Json = nlohmann::ordered_json;

Json to_json(const LearnEnrolment& row, Absent absent = Absent::null);
Json to_json(const LearnAssignment& row, Absent absent = Absent::null);
Json to_json(const LearnUser& row, Absent absent = Absent::null);
Json to_json(const LearnContent& row, Absent absent = Absent::null);

// With the user, scenario and program that the company has under the row's ids.
Json to_json(const ExecAssignment& row, const Company& company, Absent absent = Absent::null);

// Add what a literal answer holds: a bare array of enrolments, or a page of Exec assignments. An
// assignment that the enrolments name and the company does not have is added too. Throw nlohmann's
// exceptions where the text does not fit.
void load_learn_enrolments(Company& company, std::string_view answer);
void load_exec_assignments(Company& company, std::string_view answer);

} // namespace trainsync::simulator
