#include "tests/unit/store/fixture.hpp"

namespace trainsync::store {
namespace {

using namespace std::chrono_literals;

class StoredBudgets : public StoreTest {};

TEST_F(StoredBudgets, count_requests_by_the_minute) {
  for (const auto after : {0s, 59s, 60s, 150s})
    store.count_request("learn", run, day(1) + after);
  EXPECT_EQ(
      store.requests_made("learn"),
      (std::map<model::Stamp, std::int64_t>{{day(1), 2}, {day(1) + 1min, 1}, {day(1) + 2min, 1}}));
}

TEST_F(StoredBudgets, of_sources_are_apart) {
  store.count_request("learn", run, day(1));
  EXPECT_TRUE(store.requests_made("exec").empty());
}

TEST_F(StoredBudgets, outlive_the_process) {
  store.count_request("learn", run, day(1));
  const std::filesystem::path copy = folder / "copy.db";
  file.exec("VACUUM INTO '" + copy.string() + "'");
  Store later(schema::open_writer(copy).value(), {});
  EXPECT_EQ(later.requests_made("learn").at(day(1)), 1);
}

TEST_F(StoredBudgets, forget_what_is_more_than_a_day_old_but_not_what_still_counts) {
  store.count_request("learn", run, day(1));
  store.count_request("learn", run, day(2) + 30s);
  EXPECT_EQ(store.requests_made("learn").size(), 2u);
  store.count_request("learn", run, day(2) + 1h + 1min);
  EXPECT_FALSE(store.requests_made("learn").contains(day(1)));
  EXPECT_EQ(store.requests_made("learn").size(), 2u);
}

TEST_F(StoredBudgets, count_in_the_run_too) {
  store.count_request("learn", run, day(1));
  store.count_request("learn", run, day(1));
  EXPECT_EQ(value("SELECT requests FROM sync_runs"), "2");
}

} // namespace
} // namespace trainsync::store
