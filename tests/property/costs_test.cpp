// What a pass may cost, counted in requests at the simulator.
#include "tests/property/machine.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <cmath>

namespace trainsync::property {
namespace {

using namespace std::chrono_literals;

constexpr model::Stamp begin = std::chrono::sys_days(std::chrono::year(2040) / 3 / 1) + 10h;
constexpr std::int64_t page_size = 4;

// Learn with one assignment, where nothing fails and nothing changes by itself.
class Calm {
public:
  explicit Calm(std::int64_t rows, bool repeats_last_page = false)
      : clock_(begin), platforms_(company(rows), {}, 1), client_(clock_, platforms_, {}, 2),
        machine_(clock_, client_, 3) {
    platforms_.apis.learn.quirks.repeats_last_page = repeats_last_page;
    platforms_.apis.learn.quirks.order = simulator::Order::by_updated_at;
    config::Learn learn;
    learn.page_size = page_size;
    learn.users = learn.contents = false;
    machine_.config.learn.push_back(learn);
  }

  // The requests for enrolments that a sync takes.
  std::int64_t cost(bool full, std::optional<std::int64_t> steps = std::nullopt) {
    const auto before = platforms_.apis.learn.count("/rest/v1/assignments/");
    const Sync sync = machine_.sync(full, steps);
    EXPECT_TRUE(steps || sync.is_whole()) << sync.said();
    return static_cast<std::int64_t>(platforms_.apis.learn.count("/rest/v1/assignments/") - before);
  }
  void pass(sync::Duration duration) { clock_.pass(duration); }
  void change(std::int64_t rows) {
    for (const std::string& id : platforms_.apis.company.enrolment_ids())
      if (rows-- > 0)
        platforms_.apis.company.complete_enrolment(id, clock_.true_time());
  }
  std::int64_t pages_left() {
    SQLite::Database db(machine_.file.string(), SQLite::OPEN_READONLY);
    return db.execAndGet("SELECT coalesce(max(next_page), 0) FROM walk_progress").getInt64();
  }
  std::int64_t writes() const { return machine_.watch.enrolment_writes; }

private:
  static simulator::Company company(std::int64_t rows) {
    simulator::Size size;
    size.assignments = 1;
    size.enrolments_per_assignment = static_cast<std::size_t>(rows);
    size.exec_assignments = 0;
    return simulator::generate(size, 7, begin - 1h);
  }

  VirtualClock clock_;
  Platforms platforms_;
  SimulatedClient client_;
  Machine machine_;
};

// N + 2·log2(N) + 4; where the last page is repeated for ever the search meets it more often.
std::int64_t with_search(std::int64_t pages, bool repeats = false) {
  const double steps = std::log2(static_cast<double>(pages));
  return pages + static_cast<std::int64_t>((repeats ? 3 : 2) * steps) + (repeats ? 6 : 4);
}

TEST(Cost, of_a_quiet_poll_is_one_request_and_no_write) {
  Calm calm(100 * page_size);
  calm.cost(true);
  const std::int64_t writes = calm.writes();
  calm.pass(5min);
  EXPECT_EQ(calm.cost(false), 1);
  EXPECT_EQ(calm.writes(), writes);
}

class PagesCost : public testing::TestWithParam<std::int64_t> {};

TEST_P(PagesCost, of_a_window_is_its_pages_and_the_search_for_the_last) {
  for (const bool repeats : {false, true})
    for (const std::int64_t short_by : {0, 1, 3}) {
      Calm calm(GetParam() * page_size - short_by, repeats);
      EXPECT_LE(calm.cost(true), with_search(GetParam(), repeats)) << repeats << " " << short_by;
    }
}

TEST_P(PagesCost, of_a_window_that_the_file_knows_is_its_pages_and_four) {
  for (const bool repeats : {false, true})
    for (const std::int64_t short_by : {0, 1, 3}) {
      Calm calm(GetParam() * page_size - short_by, repeats);
      calm.cost(true);
      calm.pass(24h);
      EXPECT_LE(calm.cost(false), GetParam() + 4) << repeats << " " << short_by;
    }
}

TEST_P(PagesCost, of_many_changes_is_their_pages_and_the_search_for_the_last) {
  Calm calm(200 * page_size);
  calm.cost(true);
  calm.pass(1h);
  calm.change(GetParam() * page_size);
  calm.pass(5min);
  EXPECT_LE(calm.cost(false), with_search(GetParam()));
}

TEST_P(PagesCost, of_a_window_taken_up_is_the_pages_that_were_left_and_four) {
  int taken_up = 0;
  for (std::int64_t steps = 10; steps < 12 * GetParam(); steps += GetParam() / 2 + 1) {
    Calm calm(GetParam() * page_size - 1);
    calm.cost(true, steps);
    const std::int64_t left = calm.pages_left();
    if (left == 0)
      continue; // it was still searching
    ++taken_up;
    calm.pass(1min);
    EXPECT_LE(calm.cost(false), left + 4) << "killed after " << steps << " steps";
  }
  EXPECT_TRUE(taken_up > 0 || GetParam() < 10) << "no kill met a walk";
}

INSTANTIATE_TEST_SUITE_P(Pages, PagesCost, testing::Values(1, 2, 3, 5, 8, 13, 21, 50, 100));

} // namespace
} // namespace trainsync::property
