// The unified records: what a page of either platform becomes before it reaches the file. Plain
// values; ids are the platform's own. What an API left out or sent as null is an empty optional.
#pragma once

#include "daemon/model/stamp.hpp"
#include "daemon/model/status.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace trainsync::model {

using Text = std::optional<std::string>;

struct PersonDetails {
  Text email, first_name, last_name, ref, role;
  std::optional<bool> is_active;
  Text manager_source_id;
  Text extra; // JSON object of the fields that have no column; here and below
  Text department;

  bool operator==(const PersonDetails&) const = default;
};

// An account on a source. Without details it was only named by an enrolment, and what the file
// knows of it stays.
struct Person {
  std::string source_id;
  std::optional<PersonDetails> details;
};

struct ItemDetails {
  Text kind, title, slug;
  Text extra;

  bool operator==(const ItemDetails&) const = default;
};

// What is to be done: a Learn content or an Exec scenario.
struct Item {
  std::string source_id;
  std::optional<ItemDetails> details;
};

struct AssignmentDetails {
  Text kind;                     // assignment (Learn) or program (Exec)
  Text title, audience_id, item; // item: the item's source id
  std::optional<std::int64_t> completion_days, recurrence_days;
  std::optional<bool> is_active;
  std::optional<Stamp> created_at, updated_at, deleted_at;
  Text extra;

  bool operator==(const AssignmentDetails&) const = default;
};

// What put the enrolment there: a Learn assignment or an Exec program.
struct Assignment {
  std::string source_id;
  std::optional<AssignmentDetails> details;
};

// One entry of Learn's history of an enrolment, in the platform's own words.
struct HistoryEntry {
  Text type, completion_id, previous_status, next_status;
  std::optional<Stamp> created_at, updated_at;

  bool operator==(const HistoryEntry&) const = default;
};

// One person × one item, whichever platform it came from.
struct Enrolment {
  std::string source_id;
  Text person, item, assignment; // source ids
  Text audience_id;
  Status status = Status::unknown;
  Text source_status;
  std::optional<Stamp> available_at, due_at, completed_at;
  std::optional<double> score;
  Text rank, rank_required;
  std::optional<std::int64_t> attempts, attempts_min, attempts_max;
  std::optional<Stamp> created_at, updated_at;
  std::vector<HistoryEntry> history;
  std::string payload; // JSON, as the API sent it
};

// A record that could not be read. Nothing of it but this reaches the file.
struct Rejected {
  Text source_id; // empty where not even that could be read
  std::string reason;
  std::string payload;
};

struct Batch {
  std::vector<Person> people;
  std::vector<Item> items;
  std::vector<Assignment> assignments;
  std::vector<Enrolment> enrolments;
  std::vector<Rejected> rejected;
};

} // namespace trainsync::model
