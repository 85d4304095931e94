// Progress on a terminal: a line a source, redrawn in place; what a person should act on stays
// above.
#pragma once

#include "daemon/cli/source_progress.hpp"

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace trainsync::cli {

class TerminalObserver final : public sync::Observer {
public:
  struct Size {
    int columns, rows;
  };
  // `size`: asked before every drawing, since windows are resized.
  TerminalObserver(std::ostream& out, std::function<Size()> size, sync::Clock& clock);

  void round_began(std::string_view source, bool full) override;
  void page_stored(const store::StreamKey& stream, const store::Counts& page,
                   std::int64_t left) override;
  void passes_planned(std::string_view source, std::int64_t count) override;
  void pass_ended(const store::StreamKey& stream, store::Outcome outcome,
                  std::string_view message) override;
  void waiting(std::string_view source, model::Stamp until, std::string_view why) override;
  void retrying(std::string_view source, sync::Duration wait, std::string_view why) override;
  void round_ended(const sync::RoundResult& result) override;
  // Time has passed.
  void tick() { draw(); }

private:
  SourceProgress& progress(std::string_view source);
  SourceProgress::Moment now() const { return {clock_.now(), clock_.steady()}; }
  void say(const std::string& sentence);
  void draw();
  void erase(Size size);

  std::ostream& out_;
  std::function<Size()> size_;
  sync::Clock& clock_;
  std::vector<SourceProgress> sources_;
  std::vector<std::size_t> drawn_; // the lines' widths
  sync::Duration drawn_at_{0};
};

} // namespace trainsync::cli
