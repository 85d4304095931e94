// What the tests of passes share: pages as short as their ids, and words for what a pass answers.
#pragma once

#include "daemon/model/pass.hpp"

#include <ostream>
#include <string>
#include <vector>

namespace trainsync::model {

inline void PrintTo(const Fetch& fetch, std::ostream* out) {
  *out << "page " << fetch.page;
  if (fetch.from)
    *out << " from " << format_stamp(*fetch.from);
  if (fetch.to)
    *out << " to " << format_stamp(*fetch.to);
}

inline void PrintTo(const Idle&, std::ostream* out) {
  *out << "idle";
}

inline void PrintTo(const Finished& finished, std::ostream* out) {
  *out << (finished.whole ? "whole" : "not whole: " + finished.reason);
  if (finished.judges_absence)
    *out << ", judges absence"
         << (finished.absent_until ? " until " + format_stamp(*finished.absent_until) : "");
}

} // namespace trainsync::model

namespace trainsync::test {

inline model::Page page_of(std::vector<std::string> ids, std::optional<model::Stamp> newest = {}) {
  model::Page page;
  page.rows = std::ssize(ids);
  page.ids = std::move(ids);
  page.newest = newest;
  return page;
}

// The end of the pass; whole unless told otherwise, and an empty value where it goes on.
inline model::Finished end_of(model::Pass& pass) {
  const model::Action action = pass.next();
  const auto* finished = std::get_if<model::Finished>(&action);
  return finished ? *finished : model::Finished{.reason = "the pass goes on"};
}

} // namespace trainsync::test
