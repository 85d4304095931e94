#include "tests/unit/store/fixture.hpp"

namespace trainsync::store {
namespace {

using model::Status;

class StoredPeriods : public StoreTest {
protected:
  static model::Enrolment in(Status status, const std::string& updated_at) {
    model::Enrolment row = enrolment();
    row.status = status;
    row.updated_at = at(updated_at);
    return row;
  }
  // Days of March and the first letter of what proves it.
  Lines periods() {
    return rows("SELECT status, substr(valid_from, 6, 5), substr(valid_to, 6, 5), evidence "
                "FROM status_periods ORDER BY valid_from");
  }
};

TEST_F(StoredPeriods, begin_with_the_platforms_stamp) {
  see(day(4), {in(Status::open, "2026-03-02")});
  EXPECT_THAT(periods(), ElementsAre("open|03-02|-|observed"));
}

TEST_F(StoredPeriods, begin_when_it_was_seen_where_the_platform_gives_no_stamp) {
  model::Enrolment row = in(Status::open, "2026-03-02");
  row.updated_at.reset();
  see(day(4), {row});
  EXPECT_THAT(periods(), ElementsAre("open|03-05|-|observed"));
}

TEST_F(StoredPeriods, never_begin_in_the_future) {
  see(day(4), {in(Status::open, "2027-01-01")});
  EXPECT_THAT(periods(), ElementsAre("open|03-05|-|observed"));
}

TEST_F(StoredPeriods, begin_when_it_was_seen_where_a_status_flips_without_a_new_stamp) {
  see(day(1), {in(Status::open, "2026-03-02")});
  see(day(7), {in(Status::overdue, "2026-03-02")});
  EXPECT_THAT(periods(), ElementsAre("open|03-02|03-08|observed", "overdue|03-08|-|observed"));
}

TEST_F(StoredPeriods, follow_the_history) {
  model::Enrolment row = in(Status::completed, "2026-03-04");
  row.history = {{"x", {}, {}, "open", at("2026-03-02"), {}},
                 {"x", {}, {}, "complete", at("2026-03-04"), {}}};
  see(day(8), {row});
  EXPECT_THAT(periods(), ElementsAre("open|03-02|03-04|history", "completed|03-04|-|history"));
}

TEST_F(StoredPeriods, give_way_to_a_history_that_is_told_later) {
  model::Enrolment row = in(Status::open, "2026-03-02");
  see(day(1), {row});
  row.status = Status::overdue;
  see(day(9), {row});
  row.history = {{"x", {}, {}, "open", at("2026-03-01"), {}},
                 {"x", {}, {}, "overdue", at("2026-03-05"), {}}};
  see(day(10), {row});
  EXPECT_THAT(periods(), ElementsAre("open|03-01|03-05|history", "overdue|03-05|-|history"));
}

TEST_F(StoredPeriods, are_not_touched_by_other_changes) {
  see(day(1), {in(Status::open, "2026-03-02")});
  model::Enrolment row = in(Status::open, "2026-03-06");
  row.score = 1;
  see(day(5), {row});
  EXPECT_THAT(periods(), ElementsAre("open|03-02|-|observed"));
}

} // namespace
} // namespace trainsync::store
