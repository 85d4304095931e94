// What the report says, as numbers: all of one moment, and of bounded size however large the file.
#pragma once

#include "daemon/model/stamp.hpp"
#include "daemon/report/calendar.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace trainsync::report {

enum class Platform : std::size_t { learn, exec };
inline constexpr std::size_t platforms = 2;
template <class T>
using EachPlatform = std::array<T, platforms>; // by Platform

// Days past the date: 0 to 7, 8 to 30, 31 to 90, more, and where no date in the past is known.
inline constexpr std::size_t ages = 5;
using Ages = std::array<std::int64_t, ages>;

// Enrolments that count, as completion_by_item counts them.
struct Tally {
  std::int64_t enrolments = 0, completed = 0, overdue = 0, failed = 0, still_open = 0,
               scheduled = 0;
  Ages overdue_by_age{};
  std::int64_t longest_overdue_days = 0;
  std::int64_t scores = 0; // how many have one
  double score_sum = 0;

  std::int64_t startable() const { return enrolments - scheduled; } // what a share is of
};
Tally& operator+=(Tally& sum, const Tally& more);

struct Source {
  std::string name;
  Platform platform;
  std::string first_read_at; // a stamp, as the file has it
};

struct Item {
  std::int64_t id = 0; // 0: the enrolment names none
  std::size_t source = 0;
  Tally tally;
  std::string title;
};

struct Items {
  std::int64_t count = 0, overdue_count = 0; // of all items, and of those with something overdue
  std::vector<Item> largest;                 // by enrolments
  std::vector<Item> most_overdue;            // by what is overdue
};

// People who have enrolments that count, joined by person_key.
struct People {
  std::int64_t overdue = 0; // have something overdue
  struct Group {
    std::int64_t people = 0;
    EachPlatform<Tally> tally; // only enrolments, completed, scheduled and overdue
  };
  Group both;
  EachPlatform<Group> only;

  std::int64_t count() const { return both.people + only[0].people + only[1].people; }
};

struct UnknownStatus {
  std::string source, word;
  std::int64_t enrolments = 0;
};

struct Completions {
  Months months;
  std::vector<EachPlatform<std::int64_t>> by_month;
  EachPlatform<std::int64_t> undated{}; // were completed when first seen; nobody knows when
};

// What the change log shows, week by week.
struct Trend {
  Weeks weeks;
  std::size_t first = 0; // weeks before it lie before the log
  std::vector<std::int64_t> completed, overdue, inserted, deleted;
  std::int64_t first_reading = 0; // rows that were new since a source was new; not in `inserted`
};

// The streams of one kind of a source that are in the same state.
struct Health {
  std::string source, stream, state;
  std::int64_t lists = 0;
  std::optional<model::Stamp> oldest_whole_at; // of those that were ever read whole
  std::string what_to_do;                      // of one of them; may be empty

  bool needs_attention() const;
};

struct OverduePerson {
  std::string person, item; // the item that is overdue for longest
  std::int64_t overdue = 0;
  std::optional<std::int64_t> days;
};

struct Facts {
  model::Stamp as_of;
  std::vector<Source> sources;
  std::vector<Health> health;
  EachPlatform<Tally> tally;
  Items items;
  People people;
  std::vector<UnknownStatus> unknown_statuses;
  Completions completions;
  Trend trend;
  std::optional<std::vector<OverduePerson>> names; // only where they are asked for

  bool has(Platform platform) const;
};

} // namespace trainsync::report
