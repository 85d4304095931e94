// Whole histories of an assignment under passes that follow one another, kills included.
#include "daemon/learn/enrolment_pass.hpp"

#include "tests/unit/passes.hpp"
#include "tests/unit/stamps.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace trainsync::learn {
namespace {

using namespace std::chrono_literals;
using model::Stamp;

constexpr auto margin = 60s;

// What is not documented of the server, drawn for each history.
struct Manners {
  enum class Order { id, oldest_first, newest_first } order;
  std::int64_t longest_page;
  bool excludes_ends, repeats_last_page, ignores_end, tells_time;
};

// One assignment at the server. Rows change while a walk is under way, and become visible late.
class Server {
public:
  Server(unsigned seed, std::int64_t page_size) : random_(seed), page_size_(page_size) {
    manners_.order = Manners::Order(draw(3));
    manners_.excludes_ends = draw(2) == 0;
    manners_.ignores_end = draw(6) == 0;
    // Not both: no search finds the end of a list whose last page is another one at each request.
    manners_.repeats_last_page = !manners_.ignores_end && draw(2) == 0;
    manners_.tells_time = draw(6) != 0;
    manners_.longest_page = 1 + draw(page_size);
    for (int i = draw(30); i > 0; --i)
      rows_[next_id_++] = now_ - std::chrono::minutes(draw(10'000));
  }

  int draw(std::int64_t below) {
    return static_cast<int>(random_() % static_cast<unsigned>(below));
  }
  void pass_time(std::chrono::milliseconds time) { now_ += time; }
  Stamp now() const { return now_; }
  std::optional<Stamp> date() const {
    return manners_.tells_time
               ? std::optional<Stamp>(std::chrono::floor<std::chrono::seconds>(now_))
               : std::nullopt;
  }
  // How it behaves, for messages.
  std::string words() const {
    constexpr const char* orders[] = {"by id", "oldest first", "newest first"};
    return std::string(orders[static_cast<int>(manners_.order)]) + ", " +
           std::to_string(manners_.longest_page) + " rows a page" +
           (manners_.excludes_ends ? ", ends excluded" : "") +
           (manners_.repeats_last_page ? ", last page repeated" : "") +
           (manners_.ignores_end ? ", no window's end" : "") +
           (manners_.tells_time ? "" : ", no Date");
  }
  bool ignores_end() const { return manners_.ignores_end; }
  const std::map<int, Stamp>& rows() const { return rows_; }

  void stir(int how_much) {
    for (int i = draw(how_much + 1); i > 0; --i) {
      const Stamp stamp = now_ - std::chrono::milliseconds(draw(50'000));
      const int kind = draw(4);
      if (kind == 0 || rows_.empty())
        rows_[next_id_++] = stamp;
      else if (kind == 1)
        rows_.erase(any());
      else
        any()->second = stamp;
    }
  }

  std::vector<std::pair<int, Stamp>> answer(const model::Fetch& fetch) const {
    std::vector<std::pair<int, Stamp>> all;
    for (const auto& row : rows_)
      if (holds(fetch, row.second))
        all.push_back(row);
    if (manners_.order == Manners::Order::oldest_first)
      std::ranges::sort(all, {}, by_stamp);
    if (manners_.order == Manners::Order::newest_first)
      std::ranges::sort(all, std::ranges::greater(), by_stamp);
    return page(std::move(all), fetch.page);
  }

private:
  static std::pair<Stamp, int> by_stamp(const std::pair<int, Stamp>& row) {
    return {row.second, row.first};
  }

  std::map<int, Stamp>::iterator any() { return std::next(rows_.begin(), draw(std::ssize(rows_))); }

  bool holds(const model::Fetch& fetch, Stamp stamp) const {
    const auto edge = manners_.excludes_ends ? 1ms : 0ms;
    return (!fetch.from || stamp >= *fetch.from + edge) &&
           (!fetch.to || manners_.ignores_end || stamp <= *fetch.to - edge);
  }

  std::vector<std::pair<int, Stamp>> page(std::vector<std::pair<int, Stamp>> all,
                                          std::int64_t number) const {
    const std::int64_t length = std::min(manners_.longest_page, page_size_);
    const std::int64_t last = std::max<std::int64_t>((std::ssize(all) + length - 1) / length, 1);
    if (manners_.repeats_last_page)
      number = std::min(number, last);
    const std::int64_t begin = std::min((number - 1) * length, std::ssize(all));
    const std::int64_t end = std::min(begin + length, std::ssize(all));
    return {all.begin() + begin, all.begin() + end};
  }

  std::mt19937 random_;
  std::int64_t page_size_;
  Manners manners_{};
  std::map<int, Stamp> rows_;
  int next_id_ = 1;
  Stamp now_ = test::at("2026-03-01T12:00:00Z");
};

// What the database keeps between passes.
struct File {
  std::map<int, Stamp> rows;
  std::set<int> seen;
  std::optional<Stamp> cursor;
  std::optional<model::Progress> progress;
  std::int64_t longest_page = 0;

  std::optional<Stamp> newest() const {
    std::optional<Stamp> newest;
    for (const auto& [id, stamp] : rows)
      newest = std::max(newest.value_or(stamp), stamp);
    return newest;
  }

  void store(const std::vector<std::pair<int, Stamp>>& page, const model::Commit& commit) {
    if (commit.forget_seen)
      seen.clear();
    for (const auto& [id, stamp] : page)
      if (!commit.skip_rows) {
        rows[id] = stamp;
        if (commit.mark_seen)
          seen.insert(id);
      }
    if (commit.progress)
      progress = commit.progress;
    if (commit.end_walk)
      progress.reset();
    if (commit.cursor && (!cursor || *cursor < *commit.cursor))
      cursor = commit.cursor;
  }

  std::vector<int> absent(const model::Finished& finished) const {
    std::vector<int> absent;
    for (const auto& [id, stamp] : rows)
      if (!seen.contains(id) && (!finished.absent_until || stamp <= *finished.absent_until))
        absent.push_back(id);
    return absent;
  }
};

class History {
public:
  explicit History(unsigned seed) : server_(seed, page_size), seed_(seed) {}

  // Passes while rows change, then one when all is calm.
  void run() {
    for (int passes = 2 + server_.draw(6); passes > 0; --passes) {
      pass(server_.draw(4) == 0, server_.draw(5), server_.draw(3) == 0);
      server_.pass_time(std::chrono::seconds(server_.draw(900)));
    }
    server_.pass_time(2h);
    for (int passes = 3; passes > 0; --passes) // what an earlier pass left, then what is new
      pass(false, 0, false);
  }

  // Runs one pass; nothing where it was killed.
  std::optional<model::Finished> pass(bool full, int stir, bool is_killed) {
    EnrolmentPass pass(input(full));
    const auto newest = file_.newest();
    for (int pages = 0; pages < 3000; ++pages) {
      const model::Action action = pass.next();
      if (const auto* finished = std::get_if<model::Finished>(&action)) {
        file_.longest_page = std::max(file_.longest_page, finished->longest_page);
        judge(*finished);
        return *finished;
      }
      if (is_killed && server_.draw(6) == 0)
        return std::nullopt;
      serve(pass, std::get<model::Fetch>(action), newest);
      server_.pass_time(std::chrono::milliseconds(server_.draw(20'000)));
      server_.stir(stir);
    }
    ADD_FAILURE() << words() << "the pass does not end";
    return std::nullopt;
  }

  std::string words() const {
    return "history " + std::to_string(seed_) + ", " + server_.words() + ": ";
  }
  Server& server() { return server_; }
  File& file() { return file_; }

private:
  static constexpr std::int64_t page_size = 4;

  EnrolmentPassInput input(bool full) {
    EnrolmentPassInput input;
    input.cursor = file_.cursor;
    input.full = full || !seen_whole_;
    input.server_now = server_.date();
    input.local_now = server_.now();
    input.overlap = 15min;
    input.margin = margin;
    input.page_size = page_size;
    input.longest_page = file_.longest_page;
    input.known_rows = std::ssize(file_.rows);
    if (file_.progress && (file_.progress->full || !full))
      input.progress = file_.progress;
    return input;
  }

  void serve(EnrolmentPass& pass, const model::Fetch& fetch, std::optional<Stamp> newest) {
    const auto rows = server_.answer(fetch);
    model::Page page;
    page.rows = std::ssize(rows);
    for (const auto& [id, stamp] : rows) {
      page.ids.push_back(std::to_string(id));
      page.newest = std::max(page.newest.value_or(stamp), stamp);
    }
    const auto date = server_.date();
    file_.store(rows, pass.on_page(fetch, page, date ? date : newest));
  }

  // A row that is judged absent must be gone, whatever happened during the pass.
  void judge(const model::Finished& finished) {
    if (finished.whole)
      seen_whole_ = true;
    if (!finished.judges_absence || server_.ignores_end())
      return;
    for (const int id : file_.absent(finished))
      EXPECT_FALSE(server_.rows().contains(id))
          << words() << "row " << id << " is judged absent, but is there";
  }

  Server server_;
  File file_;
  bool seen_whole_ = false;
  unsigned seed_;
};

constexpr unsigned histories = 1600;

TEST(EnrolmentPassHistory, ends_with_every_row_in_the_file_as_it_is_at_the_server) {
  for (unsigned seed = 0; seed < histories && !testing::Test::HasFailure(); ++seed) {
    History history(seed);
    history.run();
    const auto finished = history.pass(false, 0, false);
    ASSERT_TRUE(finished && finished->whole)
        << history.words() << (finished ? finished->reason : "");
    for (const auto& [id, stamp] : history.server().rows()) {
      ASSERT_TRUE(history.file().rows.contains(id)) << history.words() << "row " << id;
      ASSERT_EQ(history.file().rows.at(id), stamp) << history.words() << "row " << id;
    }
  }
}

// Where the server does not tell the time, what is gone shows once later rows have come.
TEST(EnrolmentPassHistory, ends_with_every_row_that_is_gone_judged_absent) {
  for (unsigned seed = 0; seed < histories && !testing::Test::HasFailure(); ++seed) {
    History history(seed);
    if (!history.server().date())
      continue;
    history.run();
    const auto finished = history.pass(true, 0, false);
    ASSERT_TRUE(finished && finished->whole)
        << history.words() << (finished ? finished->reason : "");
    ASSERT_TRUE(finished->judges_absence) << history.words();
    for (const int id : history.file().absent(*finished))
      history.file().rows.erase(id);
    ASSERT_EQ(history.file().rows, history.server().rows()) << history.words();
  }
}

} // namespace
} // namespace trainsync::learn
