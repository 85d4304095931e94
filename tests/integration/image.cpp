#include "tests/integration/image.hpp"

namespace trainsync::integration {
namespace {

std::string shown(const std::optional<std::string>& value) {
  return value ? "'" + *value + "'" : "NULL";
}

std::string shown(const RecordName& name) {
  return name.first + " " + name.second;
}

void compare(const RecordName& name, const Fields& expected, const Fields& found,
             std::vector<std::string>& said) {
  for (const auto& [field, value] : expected) {
    const auto other = found.find(field);
    if (other == found.end())
      said.push_back(shown(name) + " has no field " + field);
    else if (other->second != value)
      said.push_back(shown(name) + ": " + field + " is " + shown(other->second) + ", expected " +
                     shown(value));
  }
  for (const auto& [field, value] : found)
    if (!expected.contains(field))
      said.push_back(shown(name) + " has the field " + field + ", which nobody expects");
}

// A new enrolment's own row in the change log stands for its history too.
bool came_with_its_enrolment(const RecordName& name, const Image& before) {
  return name.first == "enrolment_history" &&
         !before.contains({"enrolment", name.second.substr(0, name.second.rfind('/'))});
}

void compare_for_changes(const RecordName& name, const Fields& before, const Fields& after,
                         std::vector<std::string>& changes) {
  for (const auto& [field, value] : after)
    if (before.at(field) != value)
      changes.push_back(shown(name) + " updated " + field + " " + shown(before.at(field)) + " -> " +
                        shown(value));
}

} // namespace

std::vector<std::string> differences(const Image& expected, const Image& found) {
  std::vector<std::string> said;
  for (const auto& [name, fields] : expected) {
    const auto other = found.find(name);
    if (other == found.end())
      said.push_back(shown(name) + " is missing");
    else
      compare(name, fields, other->second, said);
  }
  for (const auto& [name, fields] : found)
    if (!expected.contains(name))
      said.push_back(shown(name) + " is one that nobody expects");
  if (said.size() > 30)
    said.resize(30);
  return said;
}

std::vector<std::string> expected_changes(const Image& before, const Image& after) {
  std::vector<std::string> changes;
  for (const auto& [name, fields] : after) {
    const auto old = before.find(name);
    if (name.first == payload_entity ||
        (old == before.end() && came_with_its_enrolment(name, before)))
      continue;
    if (old == before.end())
      changes.push_back(shown(name) + " inserted NULL NULL -> NULL");
    else
      compare_for_changes(name, old->second, fields, changes);
  }
  return changes;
}

} // namespace trainsync::integration
