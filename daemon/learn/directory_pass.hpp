// One pass over a listing that has no dates to close a window by: Learn's assignments, users and
// contents.
#pragma once

#include "daemon/model/backward_walk.hpp"
#include "daemon/model/pass.hpp"

namespace trainsync::learn {

struct DirectoryPassInput {
  std::int64_t page_size = 100;
  std::int64_t longest_page = 0; // rows, of this listing's pages so far; 0: not known
  std::int64_t known_rows = 0;   // in the file
};

// A first page that is shorter than a full one was everything, in one atomic answer. A longer
// listing is walked backwards; a row that an insertion moves past the walk is missed by this pass
// and seen by the next.
class DirectoryPass final : public model::Pass {
public:
  explicit DirectoryPass(DirectoryPassInput input);

  model::Action next() override;
  model::Commit on_page(const model::Fetch& fetch, const model::Page& page,
                        std::optional<model::Stamp> asked_at) override;
  std::int64_t pages_left() const override;

private:
  void finish(bool whole, std::string reason = {});

  DirectoryPassInput in_;
  bool looking_; // the first page is being tried alone
  bool asked_ = false, finished_ = false, first_page_ = true;
  model::BackwardWalk walk_;
  model::Finished result_;
};

} // namespace trainsync::learn
