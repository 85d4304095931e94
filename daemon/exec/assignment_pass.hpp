// One pass over an Exec workspace's assignments: complete walks of all pages. Follows Exec's page
// "List scenario assignments", which has no date to close a window by.
#pragma once

#include "daemon/model/pass.hpp"

#include <set>

namespace trainsync::exec {

// A walk that an earlier process left: where it stood, and the ids that it had seen.
struct Resumed {
  model::Progress progress;
  std::vector<std::string> ids;
  bool is_old = false; // it began so long ago that what it did not see may have come meanwhile
};

// Page 1 tells how many pages there are; the others may be fetched at the same time. A walk is
// complete when every page told the same total and the distinct ids number exactly that; else the
// pages are walked again, at most three times. After that the rows count, the absences don't.
class AssignmentPass final : public model::Pass {
public:
  explicit AssignmentPass(std::optional<Resumed> resumed = {});

  model::Action next() override;
  model::Commit on_page(const model::Fetch& fetch, const model::Page& page,
                        std::optional<model::Stamp> asked_at) override;
  std::int64_t pages_left() const override;

private:
  void on_totals(const model::Totals& totals);
  void on_early_end();
  model::Progress progress() const;
  void begin_walk();
  void end_walk();

  std::int64_t walks_ = 0; // that are over
  std::int64_t pages_ = 1, next_page_ = 1, under_way_ = 0;
  std::int64_t total_ = 0;
  std::int64_t unbroken_ = 0;     // every page up to this one has come
  std::set<std::int64_t> beyond_; // and these above it
  bool totals_agree_ = true;
  bool first_page_ = true; // of the walk
  bool is_old_ = false;
  std::set<std::string> ids_;
  std::int64_t unreadable_ = 0; // rows whose id could not be read
  bool finished_ = false;
  model::Finished result_;
};

} // namespace trainsync::exec
