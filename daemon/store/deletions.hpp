// What is gone from a platform: marked missing after one whole pass that did not show it, deleted
// after the next one, and held back where more than is plausible would go. Rows stay, with their
// last values. The caller holds the transaction.
#pragma once

#include "daemon/store/enrolment_table.hpp"
#include "daemon/store/stream_table.hpp"

namespace trainsync::store {

// A row that two whole passes in a row did not show.
struct Candidate {
  std::int64_t enrolment_id;
  std::string source_id;
  model::Text person, item; // source ids
};

// Holds what would delete, summed over a source and 24 hours, more than the floor and more than the
// share of its live rows, and whatever would empty a stream of five rows or more.
struct Brake {
  std::int64_t floor = 20; // rows
  double share = 0.2;
};

// The rows that a pass could judge. Empty lists and stamps do not narrow it.
struct JudgedRows {
  std::string source;
  model::Text assignment;                                       // source id
  std::optional<model::Stamp> until;                            // rows stamped later are not judged
  std::vector<std::string> persons, emails, items, assignments; // a filter, as exec::Filters has it
};

class Deletions {
public:
  Deletions(SQLite::Database& db, EnrolmentTable& enrolments);

  // Marks the rows that the pass (its walk_pages) did not show; answers those that were marked
  // before it.
  std::vector<Candidate> mark_missing(const Observation& seen, std::int64_t stream_id,
                                      const JudgedRows& judged);
  // Holds all of these rows where the brake says so.
  bool hold_back(const Observation& seen, const std::string& source,
                 std::span<const Candidate> rows, std::int64_t live_in_stream, const Brake& brake);
  void remove(const Observation& seen, const std::string& source, std::span<const Candidate> rows);
  // Deletes exactly the rows that are held, of one source or (empty) of all.
  std::int64_t approve(const Observation& seen, const std::string& source);
  std::int64_t held(const std::string& source);

private:
  bool holds(const Observation& seen, const std::string& source, std::int64_t count,
             std::int64_t live_in_stream, const Brake& brake);
  void hold(const Observation& seen, const std::string& source, const std::string& source_id);

  SQLite::Database& db_;
  EnrolmentTable& enrolments_;
};

} // namespace trainsync::store
