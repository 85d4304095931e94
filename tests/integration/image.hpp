// The records of a company, whether they come from the simulator or from the file, in one form that
// can be compared field by field.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace trainsync::integration {

using Fields = std::map<std::string, std::optional<std::string>>; // columns, as SQLite writes them
using RecordName = std::pair<std::string, std::string>; // entity, as in the change log; who it is
using Image = std::map<RecordName, Fields>;

// Enrolments, history entries, people, items, assignments, and the enrolments' payloads (entity
// "payload", the JSON's fields in alphabetical order). Rows are named SOURCE/SOURCE_ID, history
// entries SOURCE/SOURCE_ID/POSITION.
inline const std::string payload_entity = "payload";

// A sentence for every field that differs; the first thirty.
std::vector<std::string> differences(const Image& expected, const Image& found);

// The rows that `changes` must get between two images: "ENTITY NAME KIND FIELD OLD -> NEW".
std::vector<std::string> expected_changes(const Image& before, const Image& after);

} // namespace trainsync::integration
