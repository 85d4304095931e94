// Progress on a terminal: a line a source, redrawn in place; what a person should act on stays
// above.
#pragma once

#include "daemon/sync/observer.hpp"

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace trainsync::cli {

class TerminalObserver final : public sync::Observer {
public:
  // `columns`: asked before every drawing, since windows are resized.
  TerminalObserver(std::ostream& out, std::function<int()> columns, sync::Clock& clock);

  void round_began(std::string_view source, bool full) override;
  void page_stored(std::string_view source, std::string_view of, const store::Counts& page,
                   std::int64_t left) override;
  void passes_planned(std::string_view source, std::int64_t count) override;
  void pass_ended(std::string_view source, std::string_view of, store::Outcome outcome,
                  std::string_view message) override;
  void waiting(std::string_view source, model::Stamp until, std::string_view why) override;
  void retrying(std::string_view source, sync::Duration wait, std::string_view why) override;
  void round_ended(const sync::RoundResult& result) override;

private:
  struct Line {
    std::string source;
    std::string state; // "reading users", "waiting until …", "whole"
    std::int64_t planned = 0, ended = 0;
    store::Counts counts;
  };

  Line& line(std::string_view source);
  void say(const std::string& sentence);
  void draw();
  void erase();

  std::ostream& out_;
  std::function<int()> columns_;
  sync::Clock& clock_;
  std::vector<Line> lines_;
  std::size_t drawn_ = 0;
};

} // namespace trainsync::cli
