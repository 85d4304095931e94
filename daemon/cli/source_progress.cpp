#include "daemon/cli/source_progress.hpp"

#include "daemon/cli/local_time.hpp"
#include "daemon/cli/moment.hpp"
#include "daemon/cli/printable.hpp"

#include <algorithm>
#include <cmath>

namespace trainsync::cli {
namespace {

using namespace std::chrono_literals;
using sync::Duration;

// How far back a rate looks. Pages come in bursts where a budget has them wait.
constexpr Duration row_window = 10s, page_window = 90s;
constexpr Duration between_samples = 500ms;
// Before that, a time left would be a guess.
constexpr Duration shortest_known = 5s;
constexpr std::int64_t fewest_pages_known = 3;

double seconds(Duration duration) {
  return static_cast<double>(duration.count()) / 1000;
}

std::string count(std::int64_t number, const char* one, const char* many) {
  return with_commas(number) + " " + (number == 1 ? one : many);
}

std::string left_words(Duration left) {
  const auto whole = static_cast<std::int64_t>(std::ceil(seconds(left)));
  if (whole < 90)
    return "~" + std::to_string((whole + 4) / 5 * 5) + " s left";
  if (whole < 90 * 60)
    return "~" + std::to_string((whole + 59) / 60) + " min left";
  return "~" + std::to_string((whole + 3599) / 3600) + " h left";
}

// Columns; what stands in less says nothing.
constexpr std::size_t shortest_reason = 15;

std::string joined(const auto& pieces) {
  std::string text;
  for (const auto& piece : pieces)
    text += (text.empty() ? "" : ", ") + piece.text;
  return text;
}

} // namespace

void SourceProgress::began(Moment at) {
  *this = SourceProgress(std::move(source_));
  latest_ = at.steady;
}

// It began when what came before it ended.
void SourceProgress::enter(const std::string& stream) {
  if (stage_.stream == stream)
    return;
  stage_ = Stage{.stream = stream, .under_way = {}};
  samples_.clear();
  samples_.push_back({latest_, 0, rows_});
}

void SourceProgress::page_stored(const store::StreamKey& stream, const store::Counts& page,
                                 std::int64_t left, Moment at) {
  enter(stream.stream);
  latest_ = at.steady;
  wait_until_.reset();
  Stage::Pass& pass = stage_.under_way[stream.assignment];
  pass.pages += page.pages;
  pass.left = left;
  stage_.pages += page.pages;
  pages_ += page.pages;
  rows_ += page.seen;
  sample(at);
}

void SourceProgress::pass_ended(const store::StreamKey& stream, Moment at) {
  enter(stream.stream); // where it failed before its first page
  latest_ = at.steady;
  const auto pass = stage_.under_way.find(stream.assignment);
  if (pass != stage_.under_way.end()) {
    stage_.ended_pages += pass->second.pages;
    stage_.under_way.erase(pass);
  }
  ++stage_.ended;
}

void SourceProgress::waiting(model::Stamp until, std::string_view why) {
  wait_until_ = until;
  wait_words_ = "waiting until ";
  wait_reason_ = printable(why);
}

void SourceProgress::retrying(model::Stamp until, std::string_view why) {
  wait_until_ = until;
  wait_words_ = "trying again at ";
  wait_reason_ = printable(why);
}

void SourceProgress::ended(const sync::RoundResult& result) {
  outcome_ = store::text(result.outcome);
  pages_ = result.counts.pages;
  rows_ = result.counts.seen;
}

void SourceProgress::sample(Moment at) {
  const Sample latest{at.steady, stage_.pages, rows_};
  if (samples_.size() > 1 && at.steady - samples_[samples_.size() - 2].at < between_samples)
    samples_.back() = latest;
  else
    samples_.push_back(latest);
  while (samples_.size() > 2 && at.steady - samples_[1].at >= page_window)
    samples_.pop_front();
}

// The last sample that is older than the window, or the first one.
SourceProgress::Sample SourceProgress::base(Moment at, Duration window) const {
  Sample found = samples_.front();
  for (const Sample& sample : samples_)
    if (at.steady - sample.at >= window)
      found = sample;
  return found;
}

std::int64_t SourceProgress::passes() const {
  return stage_.stream == "enrolments" ? planned_ : 1;
}

// Passes that have not begun are believed to be as long as those that have ended.
std::optional<std::int64_t> SourceProgress::pages_left() const {
  std::int64_t left = 0;
  for (const auto& [assignment, pass] : stage_.under_way)
    left += std::max<std::int64_t>(pass.left, 0);
  const std::int64_t to_begin = passes() - stage_.ended - std::ssize(stage_.under_way);
  if (to_begin <= 0)
    return left;
  if (stage_.ended == 0)
    return std::nullopt;
  return left + (to_begin * stage_.ended_pages + stage_.ended - 1) / stage_.ended;
}

std::optional<Duration> SourceProgress::time_left(Moment at) const {
  const auto left = pages_left();
  if (!left || *left == 0 || samples_.empty())
    return std::nullopt;
  const Sample since = base(at, page_window);
  const Duration elapsed = at.steady - since.at;
  const std::int64_t pages = stage_.pages - since.pages;
  if (elapsed < shortest_known || pages < fewest_pages_known)
    return std::nullopt;
  return elapsed * *left / pages + (waits(at) ? *wait_until_ - at.now : Duration(0));
}

std::string SourceProgress::pages_words() const {
  const auto left = pages_left();
  if (stage_.pages == 0)
    return {};
  if (!left || *left == 0)
    return count(stage_.pages, "page", "pages");
  return with_commas(stage_.pages) + " of ~" + count(stage_.pages + *left, "page", "pages");
}

std::string SourceProgress::rate_words(Moment at) const {
  if (samples_.empty())
    return {};
  const Sample since = base(at, row_window);
  const std::int64_t rows = rows_ - since.rows;
  const Duration elapsed = at.steady - since.at;
  if (rows == 0 || elapsed < 1s)
    return {};
  return with_commas(std::llround(static_cast<double>(rows) / seconds(elapsed))) + " rows/s";
}

std::string SourceProgress::passes_words() const {
  if (stage_.stream != "enrolments" || planned_ <= 1)
    return {};
  return std::to_string(stage_.ended) + " of " + std::to_string(planned_) + " assignments";
}

bool SourceProgress::waits(Moment at) const {
  return wait_until_ && *wait_until_ > at.now;
}

std::string SourceProgress::state(Moment at) const {
  if (waits(at))
    return wait_words_ + local_time(*wait_until_, at.now);
  return stage_.stream.empty() ? "beginning" : stage_.stream;
}

std::vector<SourceProgress::Piece> SourceProgress::pieces(Moment at) const {
  if (!outcome_.empty())
    return {{0, outcome_}, {1, count(rows_, "row", "rows")}, {2, count(pages_, "page", "pages")}};
  const auto left = time_left(at);
  std::vector<Piece> pieces{{waits(at) ? 0 : 3, state(at)},
                            {1, pages_words()},
                            {2, left ? left_words(*left) : ""},
                            {4, waits(at) ? "" : rate_words(at)},
                            {5, passes_words()},
                            {6, rows_ == 0 || waits(at) ? "" : count(rows_, "row", "rows")}};
  std::erase_if(pieces, [](const Piece& piece) { return piece.text.empty(); });
  return pieces;
}

std::string SourceProgress::line(Moment at, std::size_t width) const {
  std::vector<Piece> kept = pieces(at);
  const std::string head = source_ + ": ";
  while (kept.size() > 1 && columns(head + joined(kept)) > width)
    kept.erase(std::ranges::max_element(kept, {}, &Piece::weight));
  std::string text = head + joined(kept);
  const std::size_t room = width - std::min(width, columns(text));
  if (outcome_.empty() && waits(at) && room >= shortest_reason)
    text += " (" + fitted(wait_reason_, room - 3) + ")";
  return fitted(text, width);
}

} // namespace trainsync::cli
