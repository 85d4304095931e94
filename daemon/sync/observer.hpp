// What a round tells while it goes on. Called from the thread of the io_context only.
#pragma once

#include "daemon/store/store.hpp"
#include "daemon/sync/clock.hpp"
#include "daemon/sync/failure.hpp"

#include <string>
#include <string_view>

namespace trainsync::sync {

struct RoundResult {
  std::string source;
  store::Outcome outcome = store::Outcome::whole;
  bool full = false; // some pass over enrolments was a full one
  store::Counts counts;
  Duration took{0};
  std::int64_t passes = 0, whole = 0, partial = 0;
  std::int64_t held = 0;                // deletions that wait for a person's word
  std::optional<Failure> failure;       // the first one
  std::vector<std::string> unavailable; // lists that the account may not read: name, and why; those
                                        // that the last round could not read either are left out
};

// "users", or "enrolments of ASSIGNMENT".
inline std::string in_words(const store::StreamKey& stream) {
  return stream.assignment.empty() ? stream.stream : stream.stream + " of " + stream.assignment;
}

class Observer {
public:
  virtual ~Observer() = default;
  virtual void round_began(std::string_view source, bool full) = 0;
  // `left`: pages believed to be left of this pass.
  virtual void page_stored(const store::StreamKey& stream, const store::Counts& page,
                           std::int64_t left) = 0;
  // Over the enrolments (Learn) or assignments (Exec) of a source; those over directories come on
  // top.
  virtual void passes_planned(std::string_view source, std::int64_t count) = 0;
  virtual void pass_ended(const store::StreamKey& stream, store::Outcome outcome,
                          std::string_view message) = 0;
  virtual void waiting(std::string_view source, model::Stamp until, std::string_view why) = 0;
  virtual void retrying(std::string_view source, Duration wait, std::string_view why) = 0;
  virtual void round_ended(const RoundResult& result) = 0;
};

} // namespace trainsync::sync
