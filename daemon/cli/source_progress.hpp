// How far one source's round has come, as one line for people: pages done of those that are
// expected, rows a second, what it waits for and until when, the time that is left. Pure: it is
// told what happens and what time it is. What is not known is left out; what is estimated has a ~.
#pragma once

#include "daemon/sync/observer.hpp"

#include <deque>
#include <map>

namespace trainsync::cli {

class SourceProgress {
public:
  struct Moment {
    model::Stamp now;      // the machine's clock
    sync::Duration steady; // never jumps
  };

  explicit SourceProgress(std::string source) : source_(std::move(source)) {}

  void began(Moment at);
  void page_stored(const store::StreamKey& stream, const store::Counts& page, std::int64_t left,
                   Moment at);
  void passes_planned(std::int64_t count) { planned_ = count; }
  void pass_ended(const store::StreamKey& stream, Moment at);
  void waiting(model::Stamp until, std::string_view why);
  void retrying(model::Stamp until, std::string_view why);
  void ended(const sync::RoundResult& result);

  const std::string& source() const { return source_; }
  // In at most that many columns; what matters least is left out first.
  std::string line(Moment at, std::size_t width) const;

private:
  // Of what is read now: a directory, or the enrolments of all assignments.
  struct Stage {
    struct Pass {
      std::int64_t pages = 0, left = 0;
    };
    std::string stream;
    std::int64_t pages = 0, ended = 0, ended_pages = 0;
    std::map<std::string, Pass> under_way; // by assignment
  };
  struct Sample {
    sync::Duration at;
    std::int64_t pages, rows;
  };

  struct Piece {
    int weight; // the heavier, the sooner it is left out
    std::string text;
  };

  void enter(const std::string& stream);
  void sample(Moment at);
  Sample base(Moment at, sync::Duration window) const;
  std::int64_t passes() const;
  std::optional<std::int64_t> pages_left() const;
  std::optional<sync::Duration> time_left(Moment at) const;
  bool waits(Moment at) const;
  std::string state(Moment at) const;
  std::string pages_words() const;
  std::string rate_words(Moment at) const;
  std::string passes_words() const;
  std::vector<Piece> pieces(Moment at) const;

  std::string source_;
  std::string outcome_; // once it has ended
  std::string wait_words_, wait_reason_;
  std::optional<model::Stamp> wait_until_;
  std::int64_t planned_ = 0, pages_ = 0, rows_ = 0;
  Stage stage_;
  sync::Duration latest_{0};   // when the last page came, or the last pass ended
  std::deque<Sample> samples_; // oldest first; pages of the stage, rows of the round
};

} // namespace trainsync::cli
