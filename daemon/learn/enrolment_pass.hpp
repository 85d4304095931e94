// One pass over one assignment's enrolments. Follows Learn's page "Returns a list of enrolments for
// an assignment".
#pragma once

#include "daemon/model/backward_walk.hpp"
#include "daemon/model/pass.hpp"

#include <chrono>
#include <set>

namespace trainsync::learn {

struct EnrolmentPassInput {
  std::optional<model::Stamp> cursor; // empty: this assignment was never read whole
  bool full = false;
  std::optional<model::Stamp> server_now; // the server's clock before the pass
  model::Stamp local_now{};               // the machine's clock; stamps past it close no window
  std::chrono::milliseconds overlap{0}, margin{0};
  std::int64_t page_size = 100;
  std::int64_t longest_page = 0; // rows, of this source's pages so far; 0: not known
  std::int64_t known_rows = 0;   // live rows of this assignment in the file
  std::optional<model::Progress> progress;
};

// Look, closed window walked backwards, head. A look that is shorter than a full page was
// everything, in one atomic answer. Otherwise the rows of a window that ends safely in the past are
// walked from the last page to the first, and what changed meanwhile is looked for from the
// window's end. Where too much of that lies within the margin for another window, it is walked
// without an end until two walks agree; such a pass judges no absence. See DESIGN, the passes, for
// why no row can be stepped over.
class EnrolmentPass final : public model::Pass {
public:
  explicit EnrolmentPass(EnrolmentPassInput input);

  model::Action next() override;
  model::Commit on_page(const model::Fetch& fetch, const model::Page& page,
                        std::optional<model::Stamp> asked_at) override;
  std::int64_t pages_left() const override;

private:
  enum class Phase { look, window, head, finished };
  enum class Walks { agree, go_on, disagree };

  void begin_window(model::Stamp from, std::optional<model::Stamp> to, std::int64_t expected);
  void begin_head(std::optional<model::Stamp> asked_at);
  void resume(const model::Progress& progress);
  void on_look(const model::Page& page, std::optional<model::Stamp> asked_at,
               model::Commit& commit);
  void on_walked_page(const model::Fetch& fetch, const model::Page& page,
                      std::optional<model::Stamp> asked_at, model::Commit& commit);
  bool ends_too_late(std::optional<model::Stamp> asked_at) const;
  void end_window(model::Commit& commit);
  void end_head(model::Commit& commit);
  void give_up_head(model::Commit& commit);
  Walks compare_walks();
  void finish(bool whole, std::string reason = {});
  bool is_full_page(std::int64_t rows) const;
  model::Stamp look_from() const;

  EnrolmentPassInput in_;
  Phase phase_ = Phase::look;
  bool asked_ = false; // a page is under way
  bool first_page_ = true;
  model::BackwardWalk walk_;
  model::Progress window_;
  std::int64_t longest_page_;
  int walks_ = 0; // that are to be compared; 0 while one is enough
  std::optional<model::Stamp> head_asked_at_;
  std::set<std::string> walk_ids_, walk_ids_before_;
  model::Finished result_;
};

} // namespace trainsync::learn
