// How a pass and its shell speak. A pass is a state machine without I/O: it says which page to
// fetch next, is told what the page held, and answers what to write with it. The shell fetches,
// retries, pays the budget, and stores.
#pragma once

#include "daemon/model/records.hpp"

#include <cstdint>
#include <variant>
#include <vector>

namespace trainsync::model {

// One page of a listing, of those rows only that were updated in [from, to] where these are set.
struct Fetch {
  std::int64_t page = 1; // from 1
  std::optional<Stamp> from, to;

  bool operator==(const Fetch&) const = default;
};

struct Idle { // nothing to fetch until a page that is under way has come
  bool operator==(const Idle&) const = default;
};

// What is known at the end of a pass.
struct Finished {
  bool whole = false;            // it has seen all that it was to see
  std::string reason{};          // why not, for people; empty where whole
  std::string remark{};          // what a person should know of the server all the same
  std::int64_t longest_page = 0; // rows
  bool judges_absence = false;   // rows that the pass did not show are gone ...
  std::optional<Stamp>
      absent_until{}; // ... if their stamp is at or before this (empty: whatever their stamp)

  bool operator==(const Finished&) const = default;
};

using Action = std::variant<Fetch, Idle, Finished>;

struct Totals { // what a page said of the whole listing
  std::int64_t rows = 0, pages = 0;
};

// A page's answer, read.
struct Page {
  Batch batch;
  std::vector<std::string> ids; // of every row whose id could be read, the rejected ones among them
  std::int64_t rows = 0;        // all of them, also those without a readable id
  std::optional<Stamp> newest;  // the largest updated_at on it
  std::optional<Totals> totals;
};

// Where a walk stands, so that another process can take it up.
struct Progress {
  bool full = false; // it began as a full pass
  std::optional<Stamp> from{}, to{};
  std::int64_t next_page = 0; // this one and all below it are still to be walked; 0 while searching
  std::int64_t low = 0, high = 0; // the search's bounds (LastPageSearch); 0: not known
  std::int64_t round = 0;         // windows walked before this one in the same pass
  bool head = false; // the window is walked; what changed meanwhile is still to be looked for
  bool ignores_end = false;        // the server showed a row stamped past the window's end
  std::optional<Stamp> first_to{}; // the end of the pass's first window

  bool operator==(const Progress&) const = default;
};

// What is written in the same transaction as the page it belongs to.
struct Commit {
  bool skip_rows = false; // the page was a probe: the walk will read its rows again
  bool mark_seen = false; // remember the page's ids until the pass ends
  bool forget_seen =
      false; // a new walk begins: what was remembered before this page no longer counts
  std::optional<Progress> progress{}; // replaces the stream's
  bool end_walk = false;              // the stream has no walk under way any more
  std::optional<Stamp> cursor{};      // never moves back

  bool operator==(const Commit&) const = default;
};

// May be used from one thread at a time. `next` is called until it answers Idle or Finished; each
// Fetch is answered by one on_page, in any order; an answer may change what `next` says. A pass
// whose fetch failed for good is dropped.
class Pass {
public:
  virtual ~Pass() = default;
  virtual Action next() = 0;
  // `asked_at`: the server's clock as it was known when the page was asked for; empty where it
  // never said.
  virtual Commit on_page(const Fetch& fetch, const Page& page, std::optional<Stamp> asked_at) = 0;
  // How many pages the pass believes to be left, for people.
  virtual std::int64_t pages_left() const = 0;
};

} // namespace trainsync::model
